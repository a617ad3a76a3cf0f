import {describe, expect, it} from "vitest";
import {expectedRegions} from "./stop-rule.js";

/** Rounds of 200 candidates whose acquisition values are these each. */
const rounds = (...values: number[]) =>
  values.map((value, i) => ({asked: 200 * i, candidates: 200, value: 200 * value, scored: 1}));

describe("the stop rule", () => {
  it("expects fewer further regions the more the search should have met, and the less is left to meet", () => {
    const early = expectedRegions([], rounds(0.02, 0.02, 0.02));
    const late = expectedRegions([], rounds(0.02, 0.02, 0.02, 0.02, 0.02, 0.02, 0.001, 0.001, 0.001));
    expect(early).toBeCloseTo((0.5 / 12) * 20);
    expect(late).toBeLessThan(early / 10);
  });

  it("does not end a search that scored nothing", () => {
    const blind = rounds(0.02, 0.02, 0.02).map((round) => ({...round, scored: 0}));
    expect(expectedRegions([], blind)).toBeCloseTo(0.5 * 20);
  });

  it("expects more where regions were confirmed lately", () => {
    const values = Array<number>(10).fill(0.02);
    expect(expectedRegions([1900], rounds(...values))).toBeGreaterThan(2 * expectedRegions([100], rounds(...values)));
  });
});
