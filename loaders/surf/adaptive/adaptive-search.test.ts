import {describe, expect, it, vi} from "vitest";
import type {Purpose} from "../../../src/shared/schema.js";
import type {AttributePool} from "../../corpus/pools/attribute-pool.js";
import {createRandom, normal} from "../../util/random.js";
import {testPool} from "../testing.js";
import {AdaptiveSearch} from "./adaptive-search.js";
import {Evidence, holds} from "./evidence.js";
import {Inquiry} from "./inquiry.js";
import {Knowledge} from "./knowledge.js";
import {PoolIndex} from "./pool-index.js";
import {roundSizes} from "./rounds.js";

const pool: AttributePool = testPool({rows: 600, distinct: 240});

interface Target {
  regions: number[][];
  rate: number;
  base: number;
  part?: number; // where a query has all but one of it
}

/** Searches a target that fails at `rate` where a query has a whole region, else at `part` or `base`. */
function search(
  {regions, rate, base, part: ofPart = base}: Target,
  {iterations = 16, size = 40, seed = 1, pool: searched = pool} = {}
): AdaptiveSearch {
  const adaptive = new AdaptiveSearch(searched, {seed, iterations, threshold: 70});
  const random = createRandom(seed);
  for (let iteration = 1; iteration <= iterations; iteration++)
    for (const part of roundSizes(size, iteration, iterations)) {
      const asks = adaptive.plan([part, part, part], iteration);
      adaptive.take(
        asks,
        asks.map(({attributes}) => {
          const missing = regions.map((region) => region.filter((id) => !attributes.includes(id)).length);
          const least = Math.min(...missing);
          return random() < (least === 0 ? rate : least === 1 ? ofPart : base) ? 90 : 10;
        })
      );
    }
  adaptive.finish();
  return adaptive;
}

const rowPair = [pool.rowAttributes[8]!, pool.rowAttributes[11]!];

describe("AdaptiveSearch", () => {
  it("finds a single attribute and a pair that share rows, with no more than they need, and measures them", () => {
    const single = pool.rowAttributes[40]!;
    const {regions, evidence} = search({regions: [[single], rowPair], rate: 0.9, base: 0.02});
    const cores = regions.map(({core}) => [...core].sort((a, b) => a - b));
    expect(cores).toContainEqual([single]);
    expect(cores).toContainEqual([...rowPair].sort((a, b) => a - b));
    expect(regions).toHaveLength(2);
    for (const {fresh, without, core} of regions) {
      const {n, violations} = evidence.tally(fresh);
      expect(violations / n).toBeGreaterThan(0.6);
      expect(new Set(fresh).size).toBe(n);
      for (const i of fresh) expect(evidence.all[i]!.purpose).toMatch(/verify|ablate/);
      expect(without.map(({attribute}) => attribute).sort()).toEqual(core.length === 1 ? [] : [...core].sort());
      for (const lacking of without) {
        const rest = evidence.tally(lacking.fresh);
        expect(rest.violations / rest.n).toBeLessThan(0.5);
      }
    }
  });

  it.each([0.02, 0.1])("reports nothing where there is nothing, at a base rate of %d", (base) => {
    for (const seed of [1, 2, 3]) expect(search({regions: [], rate: 0, base}, {seed}).regions).toEqual([]);
  });

  it.each([1, 2, 3])("finds three attributes that share a row, and tells them from pairs of them (seed %d)", (seed) => {
    const three = [pool.rowAttributes[80]!, pool.rowAttributes[82]!, pool.rowAttributes[87]!];
    const {regions} = search({regions: [three], rate: 0.85, part: 0.25, base: 0.02}, {seed, size: 80});
    expect(regions.map(({core}) => [...core].sort((a, b) => a - b))).toEqual([[...three].sort((a, b) => a - b)]);
  });

  it("asks a pair that fails now and then with all that its rows have beside it", () => {
    const adaptive = new AdaptiveSearch(pool, {seed: 1, iterations: 20, threshold: 70});
    const row = [...pool.rowAttributes.slice(80, 88)];
    const [a, b] = row as [number, number];
    const ask = {attributes: row.slice(0, 5), sourceRow: 10, purpose: "explore", run: 0, origin: null} as const;
    adaptive.take([{...ask, attributes: [...ask.attributes], inquiry: null}], [90]);
    const taken = vi.spyOn(adaptive.explorer.widening, "take");
    const followed: number[][] = [];
    let holding = 0;
    for (let iteration = 1; iteration <= 12; iteration++) {
      const asks = adaptive.plan([30], iteration);
      if (taken.mock.calls.length > 0 && followed.length === 0)
        followed.push(...asks.filter(({purpose}) => purpose === "follow").map(({attributes}) => [...attributes]));
      adaptive.take(
        asks,
        asks.map(({attributes}) => (holds(attributes, [a, b]) && holding++ % 4 === 0 ? 90 : 10))
      );
    }
    const [weak] = taken.mock.calls[0]!;
    expect(weak).toEqual(expect.arrayContaining([a, b]));
    const rest = row.filter((id) => !weak.includes(id));
    const wider = followed.filter(
      (attributes) => holds(attributes, weak) && attributes.some((id) => rest.includes(id))
    );
    expect([...new Set(wider.flat())]).toEqual(expect.arrayContaining(row));
    expect(adaptive.regions).toEqual([]);
  });

  it("does not report what fails in a third of the cases", () => {
    expect(search({regions: [rowPair], rate: 0.33, base: 0.02}).regions).toEqual([]);
  });

  describe("in a pool with an embedding", () => {
    const [first, other] = [pool.rowAttributes[40]!, pool.rowAttributes[77]!];
    const rows = new Float32Array(pool.attributes.length * pool.attributes.length);
    for (let id = 0; id < pool.attributes.length; id++) rows[id * pool.attributes.length + id] = 1;
    rows.fill(0, other * pool.attributes.length, (other + 1) * pool.attributes.length);
    rows[other * pool.attributes.length + first] = 1; // one says what the other says
    const embedded = {...pool, vectors: {source: "test", rows, dimension: pool.attributes.length}};
    const target = {regions: [[first], [other]], rate: 0.9, base: 0.02};

    it("finds both, and for the second looks for no core: its words go straight to fresh queries", () => {
      const {regions} = search(target, {pool: embedded});
      expect(regions.map(({core}) => core[0]).sort()).toEqual([first, other].sort());
      const adaptive = new AdaptiveSearch(embedded, {seed: 1, iterations: 9, threshold: 70});
      const ask = (attributes: number[], score: number, purpose: Purpose = "explore"): void =>
        adaptive.take([{attributes, purpose, run: 0, origin: null, sourceRow: null, inquiry: null}], [score]);
      ask([first], 90);
      const [inquiry] = adaptive.inquiries;
      inquiry!.found = {core: [first], fresh: [], isReduced: true, isCertain: true, without: []};
      ask([other, 230, 231], 90);
      const asks = adaptive.plan([12], 1).filter(({inquiry}) => inquiry !== null);
      expect(asks.length).toBeGreaterThanOrEqual(5);
      for (const {purpose, attributes} of asks) {
        expect(purpose).toBe("verify");
        expect(attributes).toContain(other);
        expect(attributes).not.toContain(first);
      }
    });

    it("goes on as ever where the other words are not what fails, and does not come back to them", () => {
      const carrier = 231;
      const adaptive = search({regions: [[first], [carrier]], rate: 0.9, base: 0.02}, {pool: embedded});
      const cores = adaptive.regions.map(({core}) => core.join());
      expect(cores).toContain(String(carrier));
      const inquiry = new Inquiry(0, 0, [other, carrier]);
      inquiry.suggest([other]);
      expect(inquiry.wording).toEqual([other]);
      inquiry.suggest([carrier]);
      expect(inquiry.wording).toEqual([other]);
      const {evidence} = adaptive;
      const context = {
        evidence,
        rates: {base: 0.02, hot: 0.9, prior: 0.01, weak: 1e-3},
        explained: evidence.explainedBy([]),
        roundsLeft: 9,
        planned: 900
      };
      inquiry.wishes(context, createRandom(1));
      for (let i = 0; i < 8; i++)
        inquiry.take("verify", [other, i], evidence.add({attributes: [other, i], purpose: "verify", score: 10}), true);
      inquiry.wishes(context, createRandom(1));
      expect(inquiry).toMatchObject({stage: "probe", wording: null});
      inquiry.suggest([other]);
      expect(inquiry.wording).toBeNull();
    });

    it("counts regions that say the same once", () => {
      const adaptive = search(target, {pool: embedded});
      const places = adaptive.evidence.all.map((_, index) => ({run: 0, index}));
      const meanings = new Knowledge(adaptive, embedded, places).regions.map(({meaning}) => meaning.join());
      expect(meanings).toHaveLength(2);
      expect(new Set(meanings).size).toBe(1);
    });

    it("lends what is promising to what says the same", () => {
      const trials = (evidence: Evidence): Evidence => {
        for (let i = 0; i < 6; i++) evidence.add({attributes: [first, i + 100], purpose: "explore", score: 90});
        for (let i = 0; i < 60; i++) evidence.add({attributes: [i + 110, i + 111], purpose: "explore", score: 10});
        evidence.refresh([]);
        return evidence;
      };
      const {size, neighbours} = new PoolIndex(embedded);
      const alike = trials(new Evidence(size, 70, neighbours));
      const alone = trials(new Evidence(size, 70));
      expect(alike.active[other]! / alone.active[other]!).toBeGreaterThan(5);
      expect(alike.active[other]).toBeLessThan(alike.active[first]!);
      expect(alike.active[230]).toBe(alone.active[230]);
    });
  });

  it("plans the same from the same answers, and for each run as many as it was told", () => {
    const asks = (seed: number) => new AdaptiveSearch(pool, {seed, iterations: 3, threshold: 70}).plan([5, 0, 7], 1);
    expect(asks(4)).toEqual(asks(4));
    expect(asks(4)).not.toEqual(asks(5));
    expect(asks(4).map(({run}) => run)).toEqual([...Array<number>(5).fill(0), ...Array<number>(7).fill(2)]);
    for (const {attributes} of asks(4)) expect(new Set(attributes).size).toBe(5);
  });

  it("finds a region that a harsh judge scores around the threshold, and says where that is by its scores alone", () => {
    const found = [1, 2, 3, 4].map((seed) => {
      const adaptive = new AdaptiveSearch(pool, {seed, iterations: 20, threshold: 70});
      const random = createRandom(2);
      for (let iteration = 1; iteration <= 20; iteration++)
        for (const part of roundSizes(60, iteration, 20)) {
          const asks = adaptive.plan([part, part], iteration);
          const violated = asks.map(({attributes}) => random() < (holds(attributes, rowPair) ? 0.85 : 0.05));
          adaptive.take(
            asks,
            violated.map((yes) => Math.round(yes ? 76 + 11 * normal(random) : 10 + 8 * normal(random)))
          );
        }
      adaptive.finish();
      return adaptive.regions;
    });
    const sorted = [...rowPair].sort((a, b) => a - b);
    for (const regions of found) expect(regions.map(({core}) => [...core].sort((a, b) => a - b))).toEqual([sorted]);
    expect(found.map(([region]) => region!.isCertain)).toContain(false);
  });

  it("leaves a region alone once it is known", () => {
    const {evidence, regions} = search({regions: [rowPair], rate: 0.9, base: 0.01});
    const [region] = regions;
    const later = evidence.all.slice(region!.firstSeen).filter(({attributes}) => holds(attributes, rowPair));
    expect(later.length).toBeLessThan((evidence.all.length - region!.firstSeen) / 100);
  });
});

describe("the control arm of an adaptive search", () => {
  it("tells of its attributes like any candidate, and a flag in it is looked into", () => {
    const adaptive = new AdaptiveSearch(pool, {seed: 1, iterations: 9, threshold: 70});
    const draw = (attributes: number[]) =>
      ({attributes, sourceRow: null, purpose: "control", run: 0, origin: null, inquiry: null}) as const;
    adaptive.take(
      [draw([1, 2, 3]), draw([4, 5])].map((ask) => ({...ask})),
      [90, 10]
    );
    expect(adaptive.inquiries.map(({attributes}) => attributes)).toEqual([[1, 2, 3]]);
    expect(adaptive.evidence.indicesOf(2)).toEqual([0]);
    expect(adaptive.evidence.tries(4, 5)).toBe(1);
    const asked = adaptive.plan([40], 1).filter(({inquiry}) => inquiry !== null);
    expect(asked.map(({origin}) => origin)).toEqual(asked.map(() => 0));
    expect(asked.length).toBeGreaterThan(0);
  });
});

describe("AdaptiveSearch at its end", () => {
  it("gives the places of the last round to flags that are open, several times over", () => {
    const adaptive = new AdaptiveSearch(pool, {seed: 1, iterations: 1, threshold: 70});
    const counts = [1, 2, 3].map((round) => {
      const asks = adaptive.plan([20, 20], 1);
      const scores = asks.map(({purpose}, i) => (round === 2 && purpose !== "replicate" && i < 2 ? 90 : 10));
      adaptive.take(asks, scores);
      return asks.filter(({inquiry}) => inquiry !== null).length;
    });
    expect(counts.slice(0, 2)).toEqual([0, 0]);
    expect(counts[2]).toBe(36);
  });
});

describe("Inquiry", () => {
  it("asks for as many fresh queries as a rate near one half takes, and for few where it is clear", () => {
    const wanted = (violations: number, n: number) => {
      const evidence = new Evidence(9, 70);
      const inquiry = new Inquiry(0, evidence.add({attributes: [1, 2], score: 90, purpose: "explore"}), [1, 2]);
      const context = {
        evidence,
        rates: {base: 0.02, hot: 0.7, prior: 0.002, weak: 1e-3},
        explained: evidence.explainedBy([])
      };
      const wishes = () => inquiry.wishes({...context, roundsLeft: 9, planned: 3000}, createRandom(1));
      inquiry.suggest([1]);
      wishes();
      for (let i = 0; i < n; i++)
        inquiry.take(
          "verify",
          [1],
          evidence.add({attributes: [1], purpose: "verify", score: i < violations ? 90 : 10}),
          true
        );
      return wishes().filter(({purpose}) => purpose === "verify").length;
    };
    expect(wanted(11, 20)).toBe(24);
    expect(wanted(7, 10)).toBe(7); // 12 of 17
    expect(wanted(5, 12)).toBe(6);
    expect(wanted(9, 10)).toBe(0);
  });

  const concluded = (replicates: number, violations: number) => {
    const evidence = new Evidence(9, 70);
    const add = (score: number, purpose: "explore" | "replicate") =>
      evidence.add({attributes: [1, 2, 3, 4, 5], score, purpose});
    const inquiry = new Inquiry(0, add(90, "explore"), [1, 2, 3, 4, 5]);
    for (let i = 0; i < replicates; i++) add(i < violations ? 90 : 10, "replicate");
    const rates = {base: 0.02, hot: 0.7, prior: 0.002, weak: 1e-3};
    inquiry.conclude({evidence, rates, explained: evidence.explainedBy([]), roundsLeft: 1, planned: 100});
    return inquiry.found;
  };

  it("ends with the whole set where that is proven, and with nothing where it is not", () => {
    expect(concluded(5, 5)).toMatchObject({core: [1, 2, 3, 4, 5], isReduced: false, isCertain: true, without: []});
    expect(concluded(5, 5)!.fresh).toEqual([1, 2, 3, 4, 5]);
    expect(concluded(3, 3)).toBeNull();
    expect(concluded(6, 4)).toBeNull();
  });
});
