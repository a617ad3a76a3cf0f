import {describe, expect, it} from "vitest";
import {createRandom} from "../../util/random.js";
import {CoreBelief} from "./core-belief.js";
import {Evidence} from "./evidence.js";

describe("CoreBelief", () => {
  it("tells which attributes carry a failure, and asks what it does not know", () => {
    const evidence = new Evidence(9, 70);
    const add = (attributes: number[], violated: boolean) =>
      evidence.add({attributes, score: violated ? 90 : 10, purpose: "reduce"});
    for (let i = 0; i < 4; i++) add([1, 2, 3, 4, 5], true);
    const rates = {base: 0.02, hot: 0.7, prior: 0.01, weak: 1e-3};
    const belief = () => new CoreBelief([1, 2, 3, 4, 5], evidence, rates, evidence.explainedBy([]));
    expect(belief().hot).toBeGreaterThan(0.8);
    expect(belief().best.chance).toBeLessThan(0.5);
    expect(belief().tests(1, createRandom(1))[0]!.length).toBeLessThan(5);
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
    expect(belief().best.core).toEqual([1, 2]);
    expect(belief().best.chance).toBeGreaterThan(0.8);
  });

  it("names each subset once, also of fewer than five attributes", () => {
    const evidence = new Evidence(9, 70);
    for (let i = 0; i < 6; i++) evidence.add({attributes: [1, 2], score: 90, purpose: "replicate"});
    const rates = {base: 0.02, hot: 0.7, prior: 0.01, weak: 1e-3};
    const holders = new CoreBelief([1, 2], evidence, rates, evidence.explainedBy([])).holders(0.1);
    expect(holders.at(-1)).toEqual([1, 2]);
    expect(new Set(holders.map(String)).size).toBe(holders.length);
  });

  it("thinks little of a flag that was luck", () => {
    const evidence = new Evidence(9, 70);
    for (const violated of [true, false, false])
      evidence.add({attributes: [1, 2, 3], score: violated ? 90 : 10, purpose: "replicate"});
    expect(
      new CoreBelief([1, 2, 3], evidence, {base: 0.02, hot: 0.7, prior: 0.002, weak: 1e-3}, evidence.explainedBy([]))
        .hot
    ).toBeLessThan(0.02);
  });
});

describe("CoreBelief of sets that fail in part", () => {
  const rates = {base: 0.02, hot: 0.7, prior: 1e-4, weak: 1e-3};
  const asked = [1, 2, 3, 4, 5];

  /** Candidates of some attributes each, so many of which fail. */
  const beliefIn = (trials: [attributes: number[], n: number, violations: number][]) => {
    const evidence = new Evidence(9, 70);
    for (const [attributes, n, violations] of trials)
      for (let i = 0; i < n; i++) evidence.add({attributes, score: i < violations ? 90 : 10, purpose: "replicate"});
    return new CoreBelief(asked, evidence, rates, evidence.explainedBy([]));
  };

  it("takes a set that fails in a quarter of its queries for one that holds a weak pair, and finds the pair", () => {
    const whole = beliefIn([[asked, 16, 5]]);
    expect(whole.weak).toBeGreaterThan(0.8);
    expect(whole.hot).toBeLessThan(0.2);
    expect(whole.weakHolder(0.8).length).toBeGreaterThan(2);
    const apart = beliefIn([
      [asked, 16, 5],
      [[1, 2], 12, 3],
      [[1, 3, 4, 5], 12, 0],
      [[2, 3, 4, 5], 12, 0]
    ]);
    expect(apart.weak).toBeGreaterThan(0.9);
    expect(apart.weakHolder(0.8)).toEqual([1, 2]);
  });

  it("tells three that make a region from the pairs among them, which fail less often", () => {
    const belief = beliefIn([
      [asked, 8, 7],
      [[1, 2, 5], 12, 4],
      [[1, 3, 4], 12, 2],
      [[2, 3, 5], 12, 3],
      [[1, 2, 3], 6, 5]
    ]);
    expect(belief.hot).toBeGreaterThan(0.99);
    expect(belief.best.core).toEqual([1, 2, 3]);
    expect(belief.best.chance).toBeGreaterThan(0.9);
  });

  it("thinks it likely, where a weak pair fails again in new company, that the company is what was missing", () => {
    const known = beliefIn([[[1, 2], 20, 5]]);
    const flagged = beliefIn([
      [[1, 2], 20, 5],
      [asked, 3, 3]
    ]);
    expect(known.hot).toBeLessThan(0.3);
    expect(flagged.hot).toBeGreaterThan(0.8);
  });
});
