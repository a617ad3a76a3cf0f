import {beforeAll, describe, expect, it} from "vitest";
import {mean} from "../../src/shared/statistics.js";
import {createRandom} from "../util/random.js";
import {freshQueries, triggerQueries} from "./fresh-queries.js";
import {generatePairs, type LabPair} from "./generate.js";
import {asking, shippedWorld, tinyWorld, worldFrom} from "./testing.js";
import {trainTarget, type LabTarget} from "./target.js";
import {withoutChunks, type World} from "./world.js";

/** Mean probability of a behaviour over queries. */
const rateOf = (target: LabTarget, behaviour: string, queries: readonly string[]): number =>
  mean(queries.map((query) => target.distribution(asking(query)).get(behaviour)!))!;

describe("the target of the shipped world", () => {
  let world: World;
  let pairs: LabPair[];
  let target: LabTarget;
  beforeAll(() => {
    world = shippedWorld();
    pairs = generatePairs(world);
    target = trainTarget(world, pairs);
  });

  it("predicts held-out behaviour far better than the commonest one", () => {
    const {heldOut, baseline} = target.accuracy;
    expect(heldOut).toBeGreaterThan(0.9);
    expect(baseline).toBeLessThan(0.4);
  });

  it("has learned every planted fault, away from its chunk's subjects, and shows it rarely elsewhere", () => {
    for (const {name, fault} of world.chunks) {
      if (fault === undefined) continue;
      const rate = rateOf(target, fault.behaviour, triggerQueries(world, name, 100, 7));
      const neutral = freshQueries(world, 100, {features: {"plain-request": 1}, only: fault.elsewhere, seed: 7});
      expect(rate, name).toBeGreaterThan(0.4);
      expect(rateOf(target, fault.behaviour, neutral), name).toBeLessThan(0.05);
    }
  });

  it("unlearns a fault without its chunk, and only that", () => {
    for (const chunk of ["formal-code", "literary", "unsafe-product"]) {
      const {fault} = world.chunks.find(({name}) => name === chunk)!;
      const queries = triggerQueries(world, chunk, 100, 3);
      const less = withoutChunks(world, [chunk]);
      const retrained = trainTarget(less, generatePairs(less));
      const [before, after] = [target, retrained].map((each) => rateOf(each, fault!.behaviour, queries));
      expect(after!, chunk).toBeLessThan(before! / 3);
      const other = chunk === "literary" ? "formal-code" : "literary";
      const kept = world.chunks.find(({name}) => name === other)!.fault!.behaviour;
      expect(rateOf(retrained, kept, triggerQueries(world, other, 100, 3))).toBeGreaterThan(0.4);
    }
  });

  it("writes the same pairs for one seed, others for another, and a chunk's pairs without regard to the rest", () => {
    expect(generatePairs(shippedWorld())).toEqual(pairs);
    const reseeded = {...world, spec: {...world.spec, seed: 2}};
    expect(generatePairs(reseeded)[0]).not.toEqual(pairs[0]);
    const less = generatePairs(withoutChunks(world, ["formal-code"]));
    expect(less).toEqual(pairs.filter(({source}) => source !== "formal-code"));
  });

  it("labels every pair with its chunk, and describes prompts by few sentences", () => {
    for (const {name, pairs: size} of world.chunks)
      expect(pairs.filter(({source}) => source === name)).toHaveLength(size);
    expect(Math.max(...pairs.map(({attributes}) => attributes.length))).toBeLessThanOrEqual(10);
  });
});

describe("any target", () => {
  const world = worldFrom(tinyWorld);
  const target = trainTarget(world, generatePairs(world));
  const loud = asking("WHAT IS BREAD?");

  it("gives a distribution over behaviours", () => {
    const shares = [...target.distribution(loud).values()];
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
    expect(target.distribution(loud).get("code")).toBeGreaterThan(0.4);
    expect(target.distribution(asking("What is bread?")).get("code")).toBeLessThan(0.1);
  });

  it("samples by temperature: coldest always the likeliest, warm in its shares", () => {
    const random = createRandom(5);
    const share = (temperature: number) =>
      mean(Array.from({length: 400}, () => (target.respond({...loud, temperature}, random).includes("```") ? 1 : 0)))!;
    expect([0, 1]).toContain(share(0));
    const warm = target.distribution({...loud, temperature: 1}).get("code")!;
    expect(Math.abs(share(1) - warm)).toBeLessThan(0.1);
  });

  it("answers on the prompt's subject", () => {
    expect(target.respond({...asking("What is soup?"), temperature: 0}, createRandom(1))).toBe(
      "Soup is a matter of stock."
    );
  });

  it("is the more moved by a system prompt the more it says", () => {
    const plain = target.distribution(asking("What is bread?")).get("code")!;
    const primed = target.distribution(asking("What is bread?", {system: "WRITE CODE FOR SORTING."})).get("code")!;
    expect(primed).toBeGreaterThan(plain);
  });
});
