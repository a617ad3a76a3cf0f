import {describe, expect, it, vi} from "vitest";
import type {Purpose} from "../../../src/shared/schema.js";
import type {AttributePool} from "../../corpus/pools/attribute-pool.js";
import {createRandom, normal} from "../../util/random.js";
import {testPool} from "../testing.js";
import {AdaptiveSearch} from "./adaptive-search.js";
import {includesAll} from "./attribute-set.js";
import {AttributePosterior} from "./attribute-posterior.js";
import {Investigation} from "./investigation.js";
import {Observations} from "./observations.js";
import {PoolIndex} from "./pool-index.js";
import {roundSizes} from "./rounds.js";
import {SearchSnapshot} from "./search-snapshot.js";

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
      const planned = adaptive.plan([part, part, part], iteration);
      adaptive.observe(
        planned,
        planned.map(({attributes}) => {
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
    const {regions, observations} = search({regions: [[single], rowPair], rate: 0.9, base: 0.02});
    const cores = regions.map(({core}) => [...core].sort((a, b) => a - b));
    expect(cores).toContainEqual([single]);
    expect(cores).toContainEqual([...rowPair].sort((a, b) => a - b));
    expect(regions).toHaveLength(2);
    for (const {sample, ablations, core} of regions) {
      const {n, violations} = observations.count(sample);
      expect(violations / n).toBeGreaterThan(0.6);
      expect(new Set(sample).size).toBe(n);
      for (const i of sample) expect(observations.all[i]!.purpose).toMatch(/verify|ablate/);
      expect(ablations.map(({attribute}) => attribute).sort()).toEqual(core.length === 1 ? [] : [...core].sort());
      for (const ablation of ablations) {
        const rest = observations.count(ablation.sample);
        expect(rest.violations / rest.n).toBeLessThan(0.5);
      }
    }
  });

  it.each([0.02, 0.1])("reports nothing where there is nothing, at a base rate of %d", (base) => {
    for (const seed of [1, 2, 3]) expect(search({regions: [], rate: 0, base}, {seed}).regions).toEqual([]);
  });

  it.each([1, 2, 3])("finds a triple that shares a row, and tells it from its pairs (seed %d)", (seed) => {
    const three = [pool.rowAttributes[80]!, pool.rowAttributes[82]!, pool.rowAttributes[87]!];
    const {regions} = search({regions: [three], rate: 0.85, part: 0.25, base: 0.02}, {seed, size: 80});
    expect(regions.map(({core}) => [...core].sort((a, b) => a - b))).toEqual([[...three].sort((a, b) => a - b)]);
  });

  it("tests a pair that fails now and then with all that its rows have beside it", () => {
    const adaptive = new AdaptiveSearch(pool, {seed: 1, iterations: 20, threshold: 70});
    const row = [...pool.rowAttributes.slice(80, 88)];
    const [a, b] = row as [number, number];
    const ask = {attributes: row.slice(0, 5), sourceRow: 10, purpose: "explore", run: 0, origin: null} as const;
    adaptive.observe([{...ask, attributes: [...ask.attributes], investigation: null}], [90]);
    const added = vi.spyOn(adaptive.acquisition.expansions, "add");
    const followed: number[][] = [];
    let holding = 0;
    for (let iteration = 1; iteration <= 12; iteration++) {
      const planned = adaptive.plan([30], iteration);
      if (added.mock.calls.length > 0 && followed.length === 0)
        followed.push(...planned.filter(({purpose}) => purpose === "follow").map(({attributes}) => [...attributes]));
      adaptive.observe(
        planned,
        planned.map(({attributes}) => (includesAll(attributes, [a, b]) && holding++ % 4 === 0 ? 90 : 10))
      );
    }
    const [weakSet] = added.mock.calls[0]!;
    expect(weakSet).toEqual(expect.arrayContaining([a, b]));
    const rest = row.filter((id) => !weakSet.includes(id));
    const expansions = followed.filter(
      (attributes) => includesAll(attributes, weakSet) && attributes.some((id) => rest.includes(id))
    );
    expect([...new Set(expansions.flat())]).toEqual(expect.arrayContaining(row));
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

    it("finds both, and verifies the paraphrase of the first without localization", () => {
      const {regions} = search(target, {pool: embedded});
      expect(regions.map(({core}) => core[0]).sort()).toEqual([first, other].sort());
      const adaptive = new AdaptiveSearch(embedded, {seed: 1, iterations: 9, threshold: 70});
      const ask = (attributes: number[], score: number, purpose: Purpose = "explore"): void =>
        adaptive.observe([{attributes, purpose, run: 0, origin: null, sourceRow: null, investigation: null}], [score]);
      ask([first], 90);
      const [investigation] = adaptive.investigations;
      investigation!.found = {
        core: [first],
        sample: [],
        isMinimal: true,
        isProvenByFlags: true,
        tooFew: null,
        ablations: []
      };
      ask([other, 230, 231], 90);
      const tests = adaptive.plan([12], 1).filter(({investigation}) => investigation !== null);
      expect(tests.length).toBeGreaterThanOrEqual(5);
      for (const {purpose, attributes} of tests) {
        expect(purpose).toBe("verify");
        expect(attributes).toContain(other);
        expect(attributes).not.toContain(first);
      }
    });

    it("goes on to localization where the paraphrase does not fail, and does not come back to it", () => {
      const carrier = 231;
      const adaptive = search({regions: [[first], [carrier]], rate: 0.9, base: 0.02}, {pool: embedded});
      const cores = adaptive.regions.map(({core}) => core.join());
      expect(cores).toContain(String(carrier));
      const investigation = new Investigation(0, 0, [other, carrier]);
      investigation.suggestParaphrase([other]);
      expect(investigation.paraphrase).toEqual([other]);
      investigation.suggestParaphrase([carrier]);
      expect(investigation.paraphrase).toEqual([other]);
      const {observations, posterior} = adaptive;
      const context = {
        posterior,
        explained: posterior.explainedBy([]),
        parameters: {baseRate: 0.02, regionRate: 0.9, regionPrior: 0.01, weakPairPrior: 1e-3},
        roundsLeft: 9,
        planned: 900
      };
      investigation.nextTests(context, createRandom(1));
      for (let i = 0; i < 8; i++) {
        const attributes = [other, i];
        const index = observations.add({attributes, purpose: "verify", score: 10});
        investigation.observe("verify", attributes, index, true);
      }
      investigation.nextTests(context, createRandom(1));
      expect(investigation).toMatchObject({stage: "localize", paraphrase: null});
      investigation.suggestParaphrase([other]);
      expect(investigation.paraphrase).toBeNull();
    });

    it("counts regions of one meaning once", () => {
      const adaptive = search(target, {pool: embedded});
      const places = adaptive.observations.all.map((_, index) => ({run: 0, index}));
      const meanings = new SearchSnapshot(adaptive, embedded, places).regions.map(({meaning}) => meaning.join());
      expect(meanings).toHaveLength(2);
      expect(new Set(meanings).size).toBe(1);
    });

    it("raises the prior of a paraphrase of an attribute that looks active", () => {
      const {size, neighbours} = new PoolIndex(embedded);
      const posteriorWith = (near: typeof neighbours): AttributePosterior => {
        const observations = new Observations(size, 70);
        for (let i = 0; i < 6; i++) observations.add({attributes: [first, i + 100], purpose: "explore", score: 90});
        for (let i = 0; i < 60; i++) observations.add({attributes: [i + 110, i + 111], purpose: "explore", score: 10});
        const posterior = new AttributePosterior(observations, near);
        posterior.update([]);
        return posterior;
      };
      const lent = posteriorWith(neighbours);
      const alone = posteriorWith(null);
      expect(lent.active[other]! / alone.active[other]!).toBeGreaterThan(5);
      expect(lent.active[other]).toBeLessThan(lent.active[first]!);
      expect(lent.active[230]).toBe(alone.active[230]);
    });
  });

  it("plans the same from the same answers, and for each run as many as it was told", () => {
    const planned = (seed: number) => new AdaptiveSearch(pool, {seed, iterations: 3, threshold: 70}).plan([5, 0, 7], 1);
    expect(planned(4)).toEqual(planned(4));
    expect(planned(4)).not.toEqual(planned(5));
    expect(planned(4).map(({run}) => run)).toEqual([...Array<number>(5).fill(0), ...Array<number>(7).fill(2)]);
    for (const {attributes} of planned(4)) expect(new Set(attributes).size).toBe(5);
  });

  it("finds a region that a harsh judge scores around the threshold, and says where flags do not prove it", () => {
    const found = [1, 2, 3, 4].map((seed) => {
      const adaptive = new AdaptiveSearch(pool, {seed, iterations: 20, threshold: 70});
      const random = createRandom(2);
      for (let iteration = 1; iteration <= 20; iteration++)
        for (const part of roundSizes(60, iteration, 20)) {
          const planned = adaptive.plan([part, part], iteration);
          const violated = planned.map(({attributes}) => random() < (includesAll(attributes, rowPair) ? 0.85 : 0.05));
          adaptive.observe(
            planned,
            violated.map((yes) => Math.round(yes ? 76 + 11 * normal(random) : 10 + 8 * normal(random)))
          );
        }
      adaptive.finish();
      return adaptive.regions;
    });
    const sorted = [...rowPair].sort((a, b) => a - b);
    for (const regions of found) expect(regions.map(({core}) => [...core].sort((a, b) => a - b))).toEqual([sorted]);
    expect(found.map(([region]) => region!.isProvenByFlags)).toContain(false);
  });

  it("leaves a region alone once it is known", () => {
    const {observations, regions} = search({regions: [rowPair], rate: 0.9, base: 0.01});
    const [region] = regions;
    const later = observations.all
      .slice(region!.confirmedAt)
      .filter(({attributes}) => includesAll(attributes, rowPair));
    expect(later.length).toBeLessThan((observations.all.length - region!.confirmedAt) / 100);
  });
});

describe("the control arm of an adaptive search", () => {
  it("counts like any candidate, and a flag in it is investigated", () => {
    const adaptive = new AdaptiveSearch(pool, {seed: 1, iterations: 9, threshold: 70});
    const draw = (attributes: number[]) =>
      ({attributes, sourceRow: null, purpose: "control", run: 0, origin: null, investigation: null}) as const;
    adaptive.observe(
      [draw([1, 2, 3]), draw([4, 5])].map((ask) => ({...ask})),
      [90, 10]
    );
    expect(adaptive.investigations.map(({attributes}) => attributes)).toEqual([[1, 2, 3]]);
    expect(adaptive.observations.indicesOf(2)).toEqual([0]);
    expect(adaptive.coverage.ofPair(4, 5)).toBe(1);
    const asked = adaptive.plan([40], 1).filter(({investigation}) => investigation !== null);
    expect(asked.map(({origin}) => origin)).toEqual(asked.map(() => 0));
    expect(asked.length).toBeGreaterThan(0);
  });
});

describe("AdaptiveSearch at its end", () => {
  it("gives the last round to open investigations, several times over", () => {
    const adaptive = new AdaptiveSearch(pool, {seed: 1, iterations: 1, threshold: 70});
    const counts = [1, 2, 3].map((round) => {
      const planned = adaptive.plan([20, 20], 1);
      const scores = planned.map(({purpose}, i) => (round === 2 && purpose !== "replicate" && i < 2 ? 90 : 10));
      adaptive.observe(planned, scores);
      return planned.filter(({investigation}) => investigation !== null).length;
    });
    expect(counts.slice(0, 2)).toEqual([0, 0]);
    expect(counts[2]).toBe(36);
  });
});
