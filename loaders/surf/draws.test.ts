import {describe, expect, it} from "vitest";
import {createRandom} from "../util/random.js";
import {binomial, drawDistinct, drawWeighted} from "./draws.js";

const random = createRandom(7);
const times = <T>(n: number, make: () => T): T[] => Array.from({length: n}, make);

describe("binomial(random, 5, 0.5)", () => {
  it("has the frequencies of the distribution (chi-squared, 5 degrees, p > 0.001)", () => {
    const n = 20_000;
    const counts = new Array<number>(6).fill(0);
    for (const k of times(n, () => binomial(random, 5, 0.5))) counts[k]!++;
    const expected = [1, 5, 10, 10, 5, 1].map((ways) => (n * ways) / 32);
    const chi = counts.reduce((sum, count, k) => sum + (count - expected[k]!) ** 2 / expected[k]!, 0);
    expect(chi).toBeLessThan(20.5);
  });
});

describe("drawWeighted(random, weights, k)", () => {
  const weights = new Map([
    ["a", 60],
    ["b", 30],
    ["c", 10],
    ["zero", 0]
  ]);

  it("draws the first attribute in proportion to its weight", () => {
    const first = times(20_000, () => drawWeighted(random, weights, 1)[0]!);
    for (const [attribute, share] of [
      ["a", 0.6],
      ["b", 0.3],
      ["c", 0.1]
    ] as const)
      expect(first.filter((drawn) => drawn === attribute).length / first.length).toBeCloseTo(share, 1);
  });

  it("draws the second from what is left: P(b second | a first) = 30 / 40", () => {
    const pairs = times(20_000, () => drawWeighted(random, weights, 2)).filter(([first]) => first === "a");
    expect(pairs.filter(([, second]) => second === "b").length / pairs.length).toBeCloseTo(0.75, 1);
  });

  it("never repeats an attribute and never draws one without weight", () => {
    for (const drawn of times(500, () => drawWeighted(random, weights, 5))) {
      expect(new Set(drawn).size).toBe(3);
      expect(drawn).not.toContain("zero");
    }
  });
});

describe("drawDistinct(random, count, k)", () => {
  it("returns k different integers below count, or all of them if count is smaller", () => {
    expect(new Set(drawDistinct(random, 1000, 5)).size).toBe(5);
    expect(drawDistinct(random, 3, 5).toSorted()).toEqual([0, 1, 2]);
    expect(drawDistinct(random, 0, 5)).toEqual([]);
  });

  it("draws each integer with the same frequency", () => {
    const counts = new Array<number>(6).fill(0);
    for (const drawn of times(9000, () => drawDistinct(random, 6, 2))) for (const i of drawn) counts[i]!++;
    for (const count of counts) expect(count / 3000).toBeCloseTo(1, 1);
  });
});
