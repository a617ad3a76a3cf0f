import {describe, expect, it} from "vitest";
import {spread} from "./spread.js";

const room = {gap: 1, low: 0, high: 10};

describe("spread(values, room)", () => {
  it("leaves labels where they belong if none collide", () => {
    expect(spread([2, 8, 5], room)).toEqual([2, 8, 5]);
    expect(spread([], room)).toEqual([]);
  });

  it("moves labels that collide apart, about their middle, in the order of their values", () => {
    expect(spread([5, 5], room)).toEqual([4.5, 5.5]);
    const places = spread([5.2, 5, 5.1], room);
    expect(places.map((place) => Math.round(place * 10) / 10)).toEqual([6.1, 4.1, 5.1]);
  });

  it("keeps labels inside, at least a gap apart", () => {
    const values = [0, 0, 0, 0.1, 9.9, 10, 10, 3, 3.4];
    const places = spread(values, room);
    const sorted = [...places].sort((a, b) => a - b);
    expect(sorted[0]).toBeGreaterThanOrEqual(0);
    expect(sorted.at(-1)).toBeLessThanOrEqual(10);
    for (let i = 1; i < sorted.length; i++) expect(sorted[i]! - sorted[i - 1]!).toBeGreaterThanOrEqual(1 - 1e-9);
  });

  it("spaces labels evenly where there is not enough room", () => {
    expect(spread([3, 3, 3], {gap: 8, low: 0, high: 10})).toEqual([0, 5, 10]);
    expect(spread([11], room)).toEqual([10]);
  });
});
