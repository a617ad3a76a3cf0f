import {describe, expect, it} from "vitest";
import {createRandom} from "../../../loaders/util/random.js";
import type {Cluster} from "./clusters.js";
import {pairedDifference, plannedDetectable, seededDifference} from "./differences.js";

const samples = 20;
const pairs = (from: number, to: number): [Cluster, Cluster][] =>
  Array.from({length: 10}, () => [
    {n: samples, sum: from * samples},
    {n: samples, sum: to * samples}
  ]);

describe("seededDifference(bySeed, kind)", () => {
  it("is the paired difference where there is one seed, or one alone was measured", () => {
    const one = pairs(0.9, 0.3);
    expect(seededDifference([one], "rate")).toEqual(pairedDifference(one, "rate"));
    const unmeasured = one.map((): [Cluster, Cluster] => [
      {n: 0, sum: 0},
      {n: 0, sum: 0}
    ]);
    expect(seededDifference([one, unmeasured], "rate").difference).toBeCloseTo(-0.6, 9);
  });

  it("widens the interval by what the seeds differ by, and not where they agree", () => {
    const agree = seededDifference([pairs(0.9, 0.3), pairs(0.9, 0.3)], "rate");
    const differ = seededDifference([pairs(0.9, 0.6), pairs(0.9, 0)], "rate");
    expect(agree.difference).toBeCloseTo(-0.6, 9);
    expect(differ.difference).toBeCloseTo(-0.6, 9);
    expect(agree.p).toBeLessThan(0.001);
    expect(differ.p).toBeGreaterThan(0.05); // one training shows nothing of what another does
    expect(differ.high! - differ.low!).toBeGreaterThan(agree.high! - agree.low!);
    expect(agree.low).toBeCloseTo(pairedDifference(pairs(0.9, 0.3), "rate").low!, 9);
  });

  it("takes from other models how much seeds differ, as far as they tell", () => {
    const differ = [pairs(0.9, 0.2), pairs(0.8, 0)];
    const alone = seededDifference(differ, "rate");
    const steady = seededDifference(differ, "rate", {variance: 0.002, degrees: 6});
    const wild = seededDifference(differ, "rate", {variance: 0.1, degrees: 6});
    expect(steady.difference).toBe(alone.difference);
    expect(steady.p!).toBeLessThan(alone.p!);
    expect(wild.p!).toBeGreaterThan(steady.p!);
    expect(wild.high! - wild.low!).toBeGreaterThan(steady.high! - steady.low!);
  });

  it("takes nothing from models whose seeds differ clearly less than its own", () => {
    const differ = [pairs(0.9, 0.9), pairs(0.9, 0.2)]; // one training with the cause gone failed no less
    expect(seededDifference(differ, "rate", {variance: 0.0005, degrees: 8})).toEqual(seededDifference(differ, "rate"));
    expect(seededDifference(differ, "rate", {variance: 0, degrees: 8})).toEqual(seededDifference(differ, "rate"));
  });

  it("lets its own seeds count however many other models there are", () => {
    const differ = [pairs(0.9, 0.4), pairs(0.9, 0.2)];
    const few = seededDifference(differ, "rate", {variance: 0.01, degrees: 8});
    const many = seededDifference(differ, "rate", {variance: 0.01, degrees: 1000});
    expect(many).toEqual(few);
    expect(many.high! - many.low!).toBeGreaterThan(
      pairedDifference(pairs(0.9, 0.3), "rate").high! - pairedDifference(pairs(0.9, 0.3), "rate").low!
    );
  });

  it("holds its level where seeds differ and nothing else does", () => {
    const random = createRandom(5);
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const rounds = 2000;
    let found = 0;
    for (let round = 0; round < rounds; round++) {
      const side = () => Math.min(1, Math.max(0, 0.5 + 0.1 * normal())); // the mean of a model with one seed
      const others = Array.from({length: 4}, () => [side(), side()]);
      const variance = others.reduce((sum, [a, b]) => sum + (a! - b!) ** 2 / 2, 0) / others.length;
      const bySeed = [pairs(side(), side()), pairs(side(), side())];
      if (seededDifference(bySeed, "rate", {variance, degrees: others.length}).p! < 0.05) found++;
    }
    expect(found / rounds).toBeLessThan(0.06);
  });

  it("keeps the ends of a difference of shares within -1 and 1", () => {
    const {low, high} = seededDifference([pairs(1, 0), pairs(1, 0.5)], "rate");
    expect([low! >= -1, high! <= 1]).toEqual([true, true]);
  });
});

describe("plannedDetectable({prompts, samples})", () => {
  it("falls with more prompts and more samples, and is at most 1", () => {
    const at = (prompts: number, samples: number) => plannedDetectable({prompts, samples});
    expect(at(9, 20)).toBeLessThan(at(9, 5));
    expect(at(20, 20)).toBeLessThan(at(9, 20));
    expect(at(1, 1)).toBe(1);
  });
});
