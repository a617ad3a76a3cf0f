import {describe, expect, it} from "vitest";
import {createRandom} from "../../util/random.js";
import {anytimeInterval, anytimeUpperBound} from "./interval.js";
import {mixtureRatio, ratesAbove} from "./mixture.js";

const trials = 1000;
const longest = 150;

/** The share of trials in which something holds at some moment, looked for after each of 150 outcomes. */
function everHolds(rate: number, holds: (n: number, violations: number) => boolean, count = trials): number {
  const random = createRandom(1);
  let ever = 0;
  for (let i = 0; i < count; i++)
    for (let n = 1, violations = 0; n <= longest; n++) {
      if (random() < rate) violations++;
      if (!holds(n, violations)) continue;
      ever++;
      break;
    }
  return ever / count;
}

describe("the mixture ratio", () => {
  it.each([0.05, 0.16])("exceeds 20 in at most one search of twenty of a set that fails at %d", (rate) => {
    expect(everHolds(rate, (n, v) => mixtureRatio(n, v, 0.16, ratesAbove(0.16)) >= 20)).toBeLessThanOrEqual(0.05);
  });

  it("exceeds 20 soon where the rate is far above", () => {
    expect(everHolds(0.5, (n, v) => n <= 40 && mixtureRatio(n, v, 0.16, ratesAbove(0.16)) >= 20)).toBeGreaterThan(0.95);
  });

  it("takes shares of violations, and is no larger for them than for whole ones", () => {
    const rates = ratesAbove(0.2);
    const halves = mixtureRatio(1, 0.5, 0.2, rates);
    expect(halves).toBeLessThan((mixtureRatio(1, 0, 0.2, rates) + mixtureRatio(1, 1, 0.2, rates)) / 2);
  });
});

describe("the anytime interval", () => {
  it.each([0.02, 0.2, 0.6])("covers %d at every moment in 19 searches of twenty", (rate) => {
    const known = new Map<string, boolean>();
    const misses = (n: number, violations: number): boolean => {
      const key = `${n}/${violations}`;
      if (!known.has(key)) {
        const {low, high} = anytimeInterval({n, violations});
        known.set(key, rate < low || rate > high);
      }
      return known.get(key)!;
    };
    expect(everHolds(rate, misses, 300)).toBeLessThanOrEqual(0.05);
  });

  it("holds the rate seen, and everything where nothing was", () => {
    expect(anytimeInterval({n: 0, violations: 0})).toEqual({low: expect.closeTo(0), high: expect.closeTo(1)});
    const {low, high} = anytimeInterval({n: 40, violations: 12});
    expect(low).toBeGreaterThan(0.1);
    expect(high).toBeLessThan(0.6);
    expect(anytimeUpperBound({n: 40, violations: 12})).toBeLessThan(high);
  });
});
