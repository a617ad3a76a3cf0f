import cdf from "@stdlib/stats-base-dists-hypergeometric-cdf";
import {describe, expect, it} from "vitest";
import {hypergeometricTail} from "./hypergeometric.js";

describe("hypergeometricTail(found, total, marked, drawn)", () => {
  it.each([
    [1, 10, 3, 4],
    [150, 29_294, 4535, 900],
    [3, 50, 5, 10],
    [600, 29_294, 4535, 900]
  ])("agrees with a reference for %i of %i, %i, %i", (found, total, marked, drawn) => {
    const reference = cdf(drawn - found, total, total - marked, drawn); // at most so many unmarked
    expect(hypergeometricTail(found, total, marked, drawn) / reference).toBeCloseTo(1, 6);
  });

  it("is one where nothing less can be, and nought where it can't be", () => {
    expect(hypergeometricTail(0, 10, 3, 4)).toBe(1);
    expect(hypergeometricTail(2, 4, 4, 2)).toBe(1);
    expect(hypergeometricTail(4, 10, 3, 4)).toBe(0);
  });
});
