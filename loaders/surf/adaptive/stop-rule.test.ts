import {describe, expect, it} from "vitest";
import {expectedRegions} from "./stop-rule.js";

/** Rounds of 200 candidates whose acquisition values are these each. */
const rounds = (...values: number[]) =>
  values.map((value, i) => ({asked: 200 * i, candidates: 200, value: 200 * value}));

describe("the stop rule", () => {
  it("expects fewer further regions the more the search should have met, and the less is left to meet", () => {
    const early = expectedRegions([], rounds(0.02, 0.02, 0.02));
    const late = expectedRegions([], rounds(0.02, 0.02, 0.02, 0.02, 0.02, 0.02, 0.001, 0.001, 0.001));
    expect(early).toBeCloseTo((0.5 / 12) * 20);
    expect(late).toBeLessThan(early / 10);
  });

  it("expects more where regions were confirmed lately", () => {
    const values = Array<number>(10).fill(0.02);
    expect(expectedRegions([1900], rounds(...values))).toBeGreaterThan(2 * expectedRegions([100], rounds(...values)));
  });
});
