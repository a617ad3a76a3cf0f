import {describe, expect, it} from "vitest";
import type {AttributePool} from "../../corpus/pools/attribute-pool.js";
import {createRandom} from "../../util/random.js";
import {testPool} from "../testing.js";
import {AdaptiveSearch} from "./adaptive-search.js";
import {exclusionsOf} from "./exclusion.js";
import {roundSizes} from "./rounds.js";
import {SearchSnapshot} from "./search-snapshot.js";
import {isExhausted} from "./stop-rule.js";

const pool: AttributePool = testPool({rows: 600, distinct: 240});
const bar = 0.2;

interface Target {
  regions: {set: number[]; rate: number; part?: number}[]; // part: where a query has all but one of it
  base: number;
  severity?: (attributes: readonly number[]) => number; // of a failure
}

interface Options {
  iterations?: number;
  size?: number; // candidates of each of three runs in an iteration
  seed?: number;
  pool?: AttributePool;
  prompts?: number; // distinct queries there are, all in all
}

const rateOf = ({regions, base}: Target, attributes: readonly number[]): number =>
  Math.max(
    base,
    ...regions.map(({set, rate, part = base}) => {
      const missing = set.filter((id) => !attributes.includes(id)).length;
      return missing === 0 ? rate : missing === 1 && set.length > 1 ? part : base;
    })
  );

function answer(
  target: Target,
  attributes: readonly number[],
  random: () => number
): {score: number; severity: number | null} {
  const fails = random() < rateOf(target, attributes);
  return {score: fails ? 90 : 10, severity: fails ? (target.severity?.(attributes) ?? null) : null};
}

function search(
  target: Target,
  {iterations = 16, size = 60, seed = 1, pool: searched = pool, prompts}: Options = {}
): AdaptiveSearch {
  const planned = 3 * iterations * size;
  const adaptive = new AdaptiveSearch(searched, {seed, iterations, threshold: 70, bar, planned});
  const random = createRandom(seed);
  for (let iteration = 1; iteration <= iterations; iteration++)
    for (const part of roundSizes(size, iteration, {iterations, planned})) {
      const candidates = adaptive.plan([part, part, part], iteration);
      adaptive.observe(
        candidates,
        candidates.map(({attributes}) => ({
          ...answer(target, attributes, random),
          attributes,
          prompt: prompts === undefined ? null : `${[...attributes].sort().join()}/${Math.floor(random() * prompts)}`
        }))
      );
    }
  adaptive.finish();
  return adaptive;
}

const sorted = (set: readonly number[]): number[] => [...set].sort((a, b) => a - b);
const coresOf = ({regions}: AdaptiveSearch): number[][] => regions.map(({core}) => sorted(core));
const rowPair = sorted([pool.rowAttributes[8]!, pool.rowAttributes[11]!]);
const single = pool.rowAttributes[40]!;

describe("AdaptiveSearch", () => {
  it("finds a single attribute at 30% and a pair at 85%, and nothing else, and measures them on fresh queries", () => {
    const target = {
      regions: [
        {set: [single], rate: 0.3},
        {set: rowPair, rate: 0.85, part: 0.12}
      ],
      base: 0.02
    };
    const {regions, observations, trials} = search(target);
    expect(regions.map(({core}) => sorted(core))).toEqual(expect.arrayContaining([[single], rowPair]));
    expect(regions).toHaveLength(2);
    for (const {sample, core, claim} of regions) {
      expect(core.length === 1 ? ["rate", "lift"] : ["rate"]).toContain(claim); // 100 queries seldom prove a rate of 30%
      expect(new Set(sample).size).toBe(sample.length);
      expect(sample.length).toBeGreaterThanOrEqual(8);
      const trial = trials.all.find(({set}) => set === core)!;
      for (const i of sample) {
        expect(observations.all[i]!.purpose).toBe("verify");
        expect(i).toBeGreaterThanOrEqual(trial.openedAt);
      }
    }
  });

  it("finds a pair at 35% whose parts show 10%, and takes neither part for a region", () => {
    const target = {regions: [{set: rowPair, rate: 0.35, part: 0.1}], base: 0.01};
    const found = [1, 2, 3].flatMap((seed) => coresOf(search(target, {seed, size: 160})));
    expect(found.length).toBeGreaterThanOrEqual(2);
    for (const core of found) expect(core).toEqual(rowPair);
  });

  it("finds a triple that shares a row, and tells it from its pairs", () => {
    const three = sorted([pool.rowAttributes[80]!, pool.rowAttributes[82]!, pool.rowAttributes[87]!]);
    const target = {regions: [{set: three, rate: 0.85, part: 0.02}], base: 0.02};
    const found = [1, 2, 3].flatMap((seed) => coresOf(search(target, {seed, size: 160})));
    expect(found.length).toBeGreaterThanOrEqual(2);
    for (const core of found) expect(core).toEqual(three);
  });

  it.each([0.02, 0.1])("reports nothing where there is nothing, at a base rate of %d", (base) => {
    for (const seed of [1, 2]) {
      const adaptive = search({regions: [], base}, {seed});
      expect(adaptive.regions).toEqual([]);
      if (base === 0.02) expect(isExhausted(adaptive, 0.05)).toBe(true);
    }
  });

  it("reports nothing that rests on repeats of a few queries", () => {
    const target = {regions: [{set: [single], rate: 0.9}], base: 0.01};
    const one = {...pool, rowStarts: Uint32Array.of(0, 1), rowAttributes: Uint32Array.of(single)};
    const {regions, observations} = search(target, {pool: one, prompts: 5, size: 20});
    expect(observations.asked).toBeGreaterThan(900);
    expect(observations.all.filter(({attributes}) => attributes.includes(single)).length).toBeGreaterThan(0);
    for (const {core, sample} of regions) {
      expect(core).toContain(single);
      expect(sample.length).toBeGreaterThanOrEqual(8);
    }
  });

  it("says what it excludes, and that holds", () => {
    const target = {regions: [], base: 0.02};
    const exclusions = exclusionsOf(search(target));
    expect(exclusions.map(({kind}) => kind)).toEqual(["attribute", "pair"]);
    const [attribute, pair] = exclusions as [(typeof exclusions)[number], (typeof exclusions)[number]];
    expect(attribute.rate).toBeGreaterThan(0.02);
    expect(attribute.rate).toBeLessThan(0.4);
    expect(attribute.share).toBeGreaterThanOrEqual(0.8);
    expect(pair.sets).toBeGreaterThan(1000);
  });

  it("plans the same from the same answers, and for each run as many as it was told", () => {
    const planned = (seed: number) =>
      new AdaptiveSearch(pool, {seed, iterations: 3, threshold: 70, bar, planned: 36}).plan([5, 0, 7], 1);
    expect(planned(4)).toEqual(planned(4));
    expect(planned(4)).not.toEqual(planned(5));
    expect(planned(4).map(({run}) => run)).toEqual([...Array<number>(5).fill(0), ...Array<number>(7).fill(2)]);
    for (const {attributes} of planned(4)) expect(new Set(attributes).size).toBe(5);
  });

  it("leaves a region alone once it is known", () => {
    const {observations, regions} = search({regions: [{set: rowPair, rate: 0.9}], base: 0.01});
    const [region] = regions;
    const later = observations.indicesWith(rowPair).filter((i) => i >= region!.confirmedAt);
    expect(later.length).toBeLessThan((observations.asked - region!.confirmedAt) / 50);
  });

  it("counts for every attribute that a query has, asked for or not", () => {
    const adaptive = new AdaptiveSearch(pool, {seed: 1, iterations: 2, threshold: 70, bar, planned: 4});
    const planned = adaptive.plan([2], 1);
    adaptive.observe(
      planned,
      planned.map((_, i) => ({score: 90, attributes: [1, 2, 3 + i], prompt: `p${i}`}))
    );
    expect([...adaptive.observations.uses.subarray(0, 6)]).toEqual([0, 2, 2, 1, 1, 0]);
    expect(adaptive.suspects.ofPair(2, 1)).toMatchObject({n: 2});
  });

  it("counts regions of one meaning once, where the pool has an embedding", () => {
    const [first, other] = [pool.rowAttributes[40]!, pool.rowAttributes[77]!];
    const rows = new Float32Array(pool.attributes.length * pool.attributes.length);
    for (let id = 0; id < pool.attributes.length; id++) rows[id * pool.attributes.length + id] = 1;
    rows.fill(0, other * pool.attributes.length, (other + 1) * pool.attributes.length);
    rows[other * pool.attributes.length + first] = 1; // one says what the other says
    const embedded = {...pool, vectors: {source: "test", rows, dimension: pool.attributes.length}};
    const target = {regions: [first, other].map((id) => ({set: [id], rate: 0.9})), base: 0.02};
    const adaptive = search(target, {pool: embedded});
    expect(coresOf(adaptive)).toEqual(expect.arrayContaining([[first], [other]]));
    const places = Array.from({length: adaptive.observations.asked}, (_, index) => ({run: 0, index}));
    const meanings = new SearchSnapshot(adaptive, embedded, places).regions.map(({meaning}) => meaning.join());
    expect(new Set(meanings).size).toBe(1);
  });

  it("spends its calls on what is worse, where failures have scores of severity", () => {
    const [a, b, c] = [40, 5, 77].map((place) => pool.rowAttributes[place]!) as [number, number, number];
    const regions = [a, b, c].map((id) => ({set: [id], rate: 0.3}));
    const spent = (worse: number, seed: number): {worse: number; other: number} => {
      const severity = (attributes: readonly number[]): number => (attributes.includes(worse) ? 90 : 10);
      const {observations} = search({regions, base: 0.02, severity}, {iterations: 10, size: 40, seed});
      const callsOn = (id: number): number => observations.indicesWith([id]).length;
      return {worse: callsOn(worse), other: callsOn(worse === a ? b : a)};
    };
    const calls = {worse: 0, other: 0}; // of the same two sets, each once the worse one
    for (let seed = 1; seed <= 12; seed++)
      for (const set of [a, b]) {
        const {worse, other} = spent(set, seed);
        calls.worse += worse;
        calls.other += other;
      }
    expect(calls.worse).toBeGreaterThan(1.1 * calls.other);
  });
});
