import {describe, expect, it} from "vitest";
import {createRandom} from "../../util/random.js";
import {CorePosterior} from "./core-posterior.js";
import {Observations} from "./observations.js";
import {evidenceOf} from "./testing.js";

describe("CorePosterior", () => {
  it("finds the core that carries a failure, and tests what it does not know", () => {
    const observations = new Observations(9, 70);
    const add = (attributes: number[], violated: boolean) =>
      observations.add({attributes, score: violated ? 90 : 10, purpose: "reduce"});
    for (let i = 0; i < 4; i++) add([1, 2, 3, 4, 5], true);
    const posterior = () => new CorePosterior([1, 2, 3, 4, 5], evidenceOf(observations, {regionPrior: 0.01}));
    expect(posterior().regionProbability).toBeGreaterThan(0.8);
    expect(posterior().mode.probability).toBeLessThan(0.5);
    expect(posterior().mostInformativeTests(1, createRandom(1))[0]!.length).toBeLessThan(5);
    for (const set of [
      [1, 2],
      [1, 2, 3],
      [2, 1, 5]
    ])
      for (let i = 0; i < 3; i++) add(set, true);
    for (const set of [
      [1, 3, 4, 5],
      [2, 3, 4, 5]
    ])
      for (let i = 0; i < 3; i++) add(set, false);
    expect(posterior().mode.core).toEqual([1, 2]);
    expect(posterior().mode.probability).toBeGreaterThan(0.8);
  });

  it("returns each subset once, also of fewer than five attributes", () => {
    const observations = new Observations(9, 70);
    for (let i = 0; i < 6; i++) observations.add({attributes: [1, 2], score: 90, purpose: "replicate"});
    const sets = new CorePosterior([1, 2], evidenceOf(observations, {regionPrior: 0.01})).credibleSets(0.1);
    expect(sets.at(-1)).toEqual([1, 2]);
    expect(new Set(sets.map(String)).size).toBe(sets.length);
  });

  it("puts little on a region where a flag was luck", () => {
    const observations = new Observations(9, 70);
    for (const violated of [true, false, false])
      observations.add({attributes: [1, 2, 3], score: violated ? 90 : 10, purpose: "replicate"});
    expect(new CorePosterior([1, 2, 3], evidenceOf(observations)).regionProbability).toBeLessThan(0.02);
  });
});

describe("CorePosterior of sets that fail in part", () => {
  const asked = [1, 2, 3, 4, 5];

  /** The posterior after candidates of some attributes each, some of which fail. */
  const posteriorAfter = (trials: [attributes: number[], n: number, violations: number][]) => {
    const observations = new Observations(9, 70);
    for (const [attributes, n, violations] of trials)
      for (let i = 0; i < n; i++) observations.add({attributes, score: i < violations ? 90 : 10, purpose: "replicate"});
    return new CorePosterior(asked, evidenceOf(observations, {regionPrior: 1e-4}));
  };

  it("puts a weak pair into a set that fails in a quarter of its queries, and finds the pair", () => {
    const whole = posteriorAfter([[asked, 16, 5]]);
    expect(whole.weakPairProbability).toBeGreaterThan(0.8);
    expect(whole.regionProbability).toBeLessThan(0.2);
    expect(whole.weakPairCredibleSet(0.8).length).toBeGreaterThan(2);
    const apart = posteriorAfter([
      [asked, 16, 5],
      [[1, 2], 12, 3],
      [[1, 3, 4, 5], 12, 0],
      [[2, 3, 4, 5], 12, 0]
    ]);
    expect(apart.weakPairProbability).toBeGreaterThan(0.9);
    expect(apart.weakPairCredibleSet(0.8)).toEqual([1, 2]);
  });

  it("tells a graded triple from the pairs in it, which fail less often", () => {
    const posterior = posteriorAfter([
      [asked, 8, 7],
      [[1, 2, 5], 12, 4],
      [[1, 3, 4], 12, 2],
      [[2, 3, 5], 12, 3],
      [[1, 2, 3], 6, 5]
    ]);
    expect(posterior.regionProbability).toBeGreaterThan(0.99);
    expect(posterior.mode.core).toEqual([1, 2, 3]);
    expect(posterior.mode.probability).toBeGreaterThan(0.9);
  });

  it("finds a region likely where a weak pair fails again with new attributes: they are what was missing", () => {
    const known = posteriorAfter([[[1, 2], 20, 5]]);
    const flagged = posteriorAfter([
      [[1, 2], 20, 5],
      [asked, 3, 3]
    ]);
    expect(known.regionProbability).toBeLessThan(0.3);
    expect(flagged.regionProbability).toBeGreaterThan(0.8);
  });
});
