import {describe, expect, it} from "vitest";
import {probabilityAboveHalf, trialsToReach} from "./rate-posterior.js";

const above = (violations: number, n: number): number => probabilityAboveHalf({n, violations});

describe("probabilityAboveHalf(count)", () => {
  it("is the upper half of the beta posterior", () => {
    expect(above(0, 0)).toBeCloseTo(0.5);
    expect(above(8, 10)).toBeCloseTo(0.967, 3);
    expect(above(3, 10)).toBeCloseTo(0.113, 3);
  });

  it("stays a probability after thousands of trials", () => {
    expect(above(1257, 1386)).toBeCloseTo(1);
    expect(above(129, 1386)).toBeCloseTo(0);
    expect(above(18_000, 36_000)).toBeCloseTo(0.5, 2);
  });
});

describe("trialsToReach(level, count, max)", () => {
  it("continues at the posterior mean, and asks for none where that is not above one half", () => {
    expect(trialsToReach(0.95, {n: 10, violations: 7}, 24)).toBe(7); // 12 of 17
    expect(trialsToReach(0.95, {n: 10, violations: 9}, 24)).toBe(0);
    expect(trialsToReach(0.95, {n: 12, violations: 5}, 24)).toBe(0);
    expect(trialsToReach(0.95, {n: 20, violations: 11}, 24)).toBe(24);
  });
});
