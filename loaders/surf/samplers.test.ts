import {describe, expect, it} from "vitest";
import {createRandom} from "../util/random.js";
import type {Draw} from "./candidate.js";
import {exclusionByDraws} from "./reference-sampler.js";
import {createSampler} from "./samplers.js";
import {testPool} from "./testing.js";
import {createUniformSampler} from "./uniform-sampler.js";

const pool = testPool({distinct: 400, rows: 500});
const rich = new Map(Array.from({length: 12}, (_, i) => [`The query is weighted ${i}.`, 10 + i * 20]));
const none = new Map<string, number>();

function draws(name: "reference" | "paper", weights: Map<string, number>, n: number, seed = 3): Draw[] {
  const sampler = createSampler(name, pool);
  const random = createRandom(seed);
  return Array.from({length: n}, () => sampler.draw(weights, random));
}

const share = (list: readonly Draw[], test: (draw: Draw) => boolean): number => list.filter(test).length / list.length;
const othersOf = ({attributes, weighted}: Draw): number => attributes.length - weighted.length;

/** P(nothing of the row is left | k): 1-5 drawn, each kept with 1 - p, no room when k = 5. */
const emptyRow = (k: number): number =>
  k === 5 ? 1 : [1, 2, 3, 4, 5].reduce((sum, drawn) => sum + exclusionByDraws[k]! ** drawn / 5, 0);

describe("sampler: reference", () => {
  const all = draws("reference", rich, 30_000);

  it("draws k ~ Binomial(5, 0.5) weighted attributes", () => {
    for (const [k, ways] of [1, 5, 10, 10, 5, 1].entries())
      expect(share(all, ({weighted}) => weighted.length === k)).toBeCloseTo(ways / 32, 2);
  });

  it("drops the row's attributes by the exclusion table", () => {
    for (const k of [1, 2, 3, 4, 5]) {
      const withK = all.filter(({weighted}) => weighted.length === k);
      expect(share(withK, (draw) => othersOf(draw) === 0)).toBeCloseTo(emptyRow(k), 1);
    }
  });

  it("draws by weight: the shares of single draws follow w", () => {
    const singles = all.filter(({weighted}) => weighted.length === 1);
    const total = [...rich.values()].reduce((sum, weight) => sum + weight);
    for (const [attribute, weight] of rich)
      expect(Math.abs(share(singles, ({weighted}) => weighted[0] === attribute) - weight / total)).toBeLessThan(0.02);
  });

  it("draws one to five different attributes, shuffled, those without weight all from one row", () => {
    for (const {attributes, weighted, sourceRow} of all.slice(0, 3000)) {
      expect(attributes.length).toBeGreaterThanOrEqual(1);
      expect(attributes.length).toBeLessThanOrEqual(5);
      expect(new Set(attributes).size).toBe(attributes.length);
      const others = attributes.filter((attribute) => !weighted.includes(attribute));
      expect(sourceRow === null).toBe(others.length === 0);
      for (const other of others) expect(rowOf(sourceRow!)).toContain(other);
    }
    const mixed = all.filter((draw) => draw.weighted.length === 2 && othersOf(draw) === 2);
    expect(share(mixed, ({attributes, weighted}) => weighted.includes(attributes[0]!))).toBeCloseTo(0.5, 1);
  });

  it("draws only from a row if there are no weights, and each row equally often", () => {
    const uniform = draws("reference", none, 20_000);
    expect(uniform.every(({attributes, weighted}) => weighted.length === 0 && attributes.length > 0)).toBe(true);
    const firstHalf = share(uniform, ({sourceRow}) => sourceRow! < 250);
    expect(firstHalf).toBeCloseTo(0.5, 1);
  });

  it("draws the same for the same seed", () => {
    expect(draws("reference", rich, 50, 9)).toEqual(draws("reference", rich, 50, 9));
    expect(draws("reference", rich, 50, 9)).not.toEqual(draws("reference", rich, 50, 10));
  });
});

describe("sampler: paper", () => {
  it("draws one to five attributes from P(a) alone", () => {
    for (const {attributes, weighted, sourceRow} of draws("paper", rich, 2000)) {
      expect(attributes).toEqual(weighted);
      expect(sourceRow).toBeNull();
      expect(attributes.length).toBeGreaterThanOrEqual(1);
      expect(attributes.length).toBeLessThanOrEqual(5);
    }
  });

  it("is uniform over A while no attribute has weight", () => {
    const uniform = draws("paper", none, 20_000);
    const counts = new Map<string, number>();
    for (const {attributes} of uniform) for (const a of attributes) counts.set(a, (counts.get(a) ?? 0) + 1);
    expect(counts.size).toBe(pool.attributes.length);
    expect(Math.max(...counts.values()) / Math.min(...counts.values())).toBeLessThan(1.8);
  });
});

describe("the uniform sampler", () => {
  it("draws what the reference draws without weights, whatever the weights", () => {
    const sampler = createUniformSampler(pool);
    const random = createRandom(9);
    const drawn = Array.from({length: 50}, () => sampler.draw(rich, random));
    expect(drawn).toEqual(draws("reference", none, 50, 9));
  });
});

function rowOf(row: number): string[] {
  const {attributes, rowStarts, rowAttributes} = pool;
  return [...rowAttributes.subarray(rowStarts[row], rowStarts[row + 1])].map((id) => attributes[id]!);
}
