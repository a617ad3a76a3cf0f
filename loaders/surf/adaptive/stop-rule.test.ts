import {describe, expect, it} from "vitest";
import {expectedRegions} from "./stop-rule.js";

describe("the stop rule", () => {
  it("expects fewer further regions while none is found", () => {
    expect(expectedRegions([], 4000)).toBeCloseTo(0.25);
    expect(expectedRegions([3500], 4000)).toBeCloseTo(0.75);
    expect(expectedRegions([100], 36_000)).toBeLessThan(0.05);
  });
});
