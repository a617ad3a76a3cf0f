import {uniformFloat64} from "pure-rand/distribution/uniformFloat64";
import {xoroshiro128plus} from "pure-rand/generator/xoroshiro128plus";
import {describe, expect, it} from "vitest";
import {stratifiedDifference} from "./stratifiedDifference.js";

describe("stratifiedDifference(strata)", () => {
  it("weights each stratum by its size", () => {
    const lost = {size: 100, differences: [-1, -1, 0, 0]}; // half of the flags are lost
    const none = {size: 300, differences: [0, 0, 0, 0]};
    const {difference, low, high, pairs, p} = stratifiedDifference([lost, none]);
    expect(difference).toBeCloseTo(-0.125, 12);
    expect(pairs).toBe(8);
    expect(low!).toBeLessThan(-0.125);
    expect(high!).toBeGreaterThan(-0.125);
    expect(p!).toBeGreaterThan(0.05);
  });

  it("is exact, without a p value, when every answer was judged twice", () => {
    const {difference, low, high, p} = stratifiedDifference([{size: 4, differences: [1, 0, 0, 0]}]);
    expect([difference, low, high, p]).toEqual([0.25, 0.25, 0.25, null]);
  });

  it("has nothing to say without a verdict", () => {
    expect(stratifiedDifference([]).difference).toBeNull();
    expect(stratifiedDifference([{size: 10, differences: []}]).difference).toBeNull();
  });

  it("covers the true difference of all answers in 95 of 100 samples", () => {
    const generator = xoroshiro128plus(7);
    const random = () => uniformFloat64(generator);
    const all = [
      {size: 400, lost: 0.02},
      {size: 150, lost: 0.3}
    ].map(({size, lost}) => Array.from({length: size}, () => (random() < lost ? -1 : random() < 0.03 ? 1 : 0)));
    const truth = all.flat().reduce((total: number, each) => total + each, 0) / 550;
    let covered = 0;
    const times = 1500;
    for (let i = 0; i < times; i++) {
      const strata = all.map((own) => ({size: own.length, differences: drawn(own, 40, random)}));
      const {low, high} = stratifiedDifference(strata);
      covered += Number(low! <= truth && truth <= high!);
    }
    expect(covered / times).toBeGreaterThan(0.93);
  });
});

/** A sample without return. */
function drawn(values: readonly number[], n: number, random: () => number): number[] {
  const left = [...values];
  return Array.from({length: n}, () => left.splice(Math.floor(random() * left.length), 1)[0]!);
}
