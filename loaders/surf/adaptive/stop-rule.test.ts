import {describe, expect, it} from "vitest";
import type {AdaptiveSearch} from "./adaptive-search.js";
import {expectedRegions, isExhausted} from "./stop-rule.js";

/** Rounds of 200 candidates whose acquisition values are these each. */
const rounds = (...values: number[]) =>
  values.map((value, i) => ({asked: 200 * i, candidates: 200, value: 200 * value, scored: 1}));

const early = rounds(0.02, 0.02, 0.02, 0.02, 0.02);
const late = [...early, ...rounds(...Array<number>(5).fill(0.001))];
const state = {found: 0, asked: 2000, planned: 12_000, exposures: late};

describe("expectedRegions(state)", () => {
  it("is lower the more the search should have met, and the less the last 1,000 candidates were worth", () => {
    const before = expectedRegions({...state, asked: 1000, exposures: early});
    expect(before).toBeCloseTo((0.25 / 20) * 20);
    expect(expectedRegions(state)).toBeCloseTo((0.25 / 21) * 1);
    expect(expectedRegions(state)).toBeLessThan(before / 10);
  });

  it("does not end a search that scored nothing", () => {
    const blind = late.map((round) => ({...round, scored: 0}));
    expect(expectedRegions({...state, exposures: blind})).toBeCloseTo(0.25 * 1);
  });

  it("speaks of all the rest of a search that found regions, and of 1,000 candidates of one that did not", () => {
    expect(expectedRegions({...state, found: 2})).toBeCloseTo((2.5 / 21) * 10);
    expect(expectedRegions({...state, planned: 120_000})).toBe(expectedRegions(state));
    expect(expectedRegions({...state, found: 2, asked: 11_900})).toBeCloseTo((2.5 / 21) * 1);
  });
});

/** A search that met nothing so far. */
const empty = (asked: number, size: number, more: Partial<AdaptiveSearch> = {}) =>
  ({
    ...{planned: 36_000, exposures: late, regions: [], trials: {open: []}, isOfCorpus: false},
    ...{observations: {asked}, pool: {size}, posterior: {active: new Float64Array(size), n: new Float64Array(size)}},
    ...more
  }) as unknown as AdaptiveSearch;

describe("isExhausted(search, stopBelow)", () => {
  it("waits until a search without a region had candidates enough for its attributes and pairs, up to 4,600", () => {
    for (const [size, least] of [
      [30, 90], // three for each attribute
      [100, 495], // one for ten pairs
      [300, 4485],
      [2000, 4600]
    ] as const) {
      expect(isExhausted(empty(least - 1, size), 0.05)).toBe(false);
      expect(isExhausted(empty(least, size), 0.05)).toBe(true);
    }
  });

  it("lets a search with regions go on through its last fifth, where it tries what is less likely", () => {
    const regions = [{core: [1], tooFew: null}] as unknown as AdaptiveSearch["regions"];
    const nothingLeft = rounds(...Array<number>(10).fill(0.02), ...Array<number>(10).fill(1e-9));
    const found = (asked: number) => empty(asked, 2000, {regions, exposures: nothingLeft});
    expect(isExhausted(found(28_799), 0.05)).toBe(true);
    expect(isExhausted(found(28_800), 0.05)).toBe(false);
  });

  it("does not wait in a corpus", () => {
    expect(isExhausted(empty(200, 2000, {isOfCorpus: true}), 0.05)).toBe(true);
  });
});
