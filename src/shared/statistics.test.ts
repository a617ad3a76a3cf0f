import {describe, expect, it} from "vitest";
import {mean, sum, wilson} from "./statistics.js";

describe("wilson(successes, n)", () => {
  it("gives the published interval for 15 of 100", () => {
    const {rate, low, high} = wilson(15, 100);
    expect(rate).toBe(0.15);
    expect(low).toBeCloseTo(0.0931, 4);
    expect(high).toBeCloseTo(0.2328, 4);
  });

  it("starts at 0 for no success and ends at 1 for all", () => {
    expect(wilson(0, 20)).toMatchObject({rate: 0, low: 0});
    expect(wilson(0, 20).high).toBeCloseTo(0.1611, 4);
    expect(wilson(20, 20)).toMatchObject({rate: 1, high: 1});
  });

  it("has no rate without samples", () => expect(wilson(0, 0)).toEqual({rate: null, low: null, high: null}));

  it("covers the true rate in 93-97% of samples at n = 100", () => {
    const choose = logBinomials(100);
    for (const rate of [0.05, 0.2, 0.5, 0.8]) {
      let covered = 0;
      for (let k = 0; k <= 100; k++) {
        const {low, high} = wilson(k, 100);
        const probability = Math.exp(choose[k]! + k * Math.log(rate) + (100 - k) * Math.log(1 - rate));
        if (low! <= rate && rate <= high!) covered += probability;
      }
      expect(covered).toBeGreaterThan(0.93);
      expect(covered).toBeLessThan(0.97);
    }
  });
});

describe("sum(values)", () => {
  it("is 0 for an empty list", () => expect(sum([])).toBe(0));
  it("adds in the order of the list", () => expect(sum([1e16, 1, -1e16])).not.toBe(sum([1e16, -1e16, 1])));
});

describe("mean(values)", () => {
  it("is null for an empty list", () => expect(mean([])).toBeNull());
  it("is the sum over the count", () => expect(mean([1, 2, 6])).toBe(3));
});

function logBinomials(n: number): number[] {
  const logs = [0];
  for (let k = 1; k <= n; k++) logs.push(logs[k - 1]! + Math.log((n - k + 1) / k));
  return logs;
}
