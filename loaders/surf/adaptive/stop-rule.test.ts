import {describe, expect, it} from "vitest";
import {expectedRegions} from "./stop-rule.js";

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
