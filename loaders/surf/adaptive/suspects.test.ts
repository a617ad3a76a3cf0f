import {describe, expect, it} from "vitest";
import {createRandom} from "../../util/random.js";
import {testPool} from "../testing.js";
import {Evidence} from "./evidence.js";
import {PoolIndex} from "./pool-index.js";
import {Suspects} from "./suspects.js";
import {TripleCounts} from "./triple-counts.js";
import {Worth} from "./worth.js";

/** Candidates that fail now and then where 1 and 2 are together, and hardly elsewhere. */
function evidenceOf(): Evidence {
  const evidence = new Evidence(100, 70);
  const ask = (attributes: number[], violated: boolean) =>
    evidence.add({attributes, purpose: "explore", score: violated ? 90 : 10});
  for (let i = 0; i < 200; i++) ask([10 + (i % 40), 50 + (i % 37)], i % 50 === 0);
  for (let i = 0; i < 9; i++) ask([1, 2, 90 + i], i < 3);
  for (let i = 0; i < 20; i++) [1, 2].forEach((id) => ask([id, 10 + i], false));
  evidence.refresh([]);
  return evidence;
}

describe("Suspects", () => {
  it("suspects a pair that fails together more often than apart, and draws it most", () => {
    const suspects = new Suspects(evidenceOf(), []);
    expect(suspects.raised(1, 2)).toBeGreaterThan(20);
    expect(suspects.raised(2, 1)).toBe(suspects.raised(1, 2));
    expect(suspects.raised(1, 10)).toBe(1);
    expect(suspects.raised(1, 2)).toBeGreaterThan(suspects.raised(10, 50));
    const random = createRandom(1);
    const drawn = Array.from({length: 50}, () => suspects.draw(random)!);
    expect(drawn.filter((pair) => pair.includes(1) && pair.includes(2)).length).toBeGreaterThan(15);
  });

  it("leaves out attributes of known sets, and has none where nothing failed", () => {
    expect(new Suspects(evidenceOf(), [[1]]).raised(1, 2)).toBe(1);
    expect(new Suspects(new Evidence(5, 70), []).draw(createRandom(1))).toBeNull();
  });
});

describe("Worth of a triple", () => {
  it("counts once most pairs of the pool were tried, the more a pair of it failed, and falls with each trial", () => {
    const index = new PoolIndex(testPool({rows: 40, perRow: 4, distinct: 97}));
    const evidence = new Evidence(index.size, 70);
    const worth = new Worth(index, evidence);
    const [a, b, c, d] = [...index.attributesOf(0)] as [number, number, number, number];
    worth.refresh([]);
    expect(worth.triple(a, b, c)).toBe(0);
    for (const row of index.rows) evidence.tries.mark([...index.attributesOf(row)]);
    evidence.add({attributes: [a, b], purpose: "explore", score: 90});
    for (let i = 0; i < 30; i++) evidence.add({attributes: [c, d], purpose: "explore", score: 10});
    evidence.refresh([]);
    worth.refresh([]);
    const [suspect, other] = [worth.triple(a, b, c), worth.triple(b, c, d)];
    expect(suspect).toBeGreaterThan(other);
    expect(other).toBeGreaterThan(0);
    evidence.tries.mark([b, c, d]);
    expect(worth.triple(b, c, d)).toBeLessThan(other / 2);
  });
});

describe("TripleCounts", () => {
  it("counts sets whatever their order, and rarely too high", () => {
    const counts = new TripleCounts(16);
    for (let i = 0; i < 1000; i++) counts.add(i, i + 1, i + 2);
    counts.add(7, 5, 6);
    expect(counts.of(5, 6, 7)).toBeGreaterThanOrEqual(2);
    expect(counts.of(6, 7, 5)).toBe(counts.of(5, 6, 7));
    const others = Array.from({length: 1000}, (_, i) => counts.of(i, i + 3, i + 9));
    expect(others.filter((count) => count > 0).length).toBeLessThan(50);
  });
});
