import {describe, expect, it} from "vitest";
import type {Trial} from "./child.js";
import {ratiosOf, ratiosStopped} from "./ratios.js";

const trial = (more: Partial<Trial>): Trial => ({
  family: "pair",
  sampler: "adaptive",
  budget: 1000,
  seed: 1,
  milliseconds: 1,
  calls: more.budget ?? 1000,
  found: 0,
  planted: 6,
  reported: 0,
  true: 0,
  firstTrue: null,
  repeats: 0,
  excludesTruly: true,
  stopped: null,
  ...more
});

/** Two families, three seeds, two budgets: the adaptive search finds 4 and 6, the reference 2 and 2. */
const trials = [1, 2, 3].flatMap((seed) =>
  ["pair", "single"].flatMap((family) => [
    trial({family, seed, found: 4}),
    trial({family, seed, found: 2, sampler: "reference"}),
    trial({family, seed, found: 6, budget: 3000, stopped: {calls: 1500, found: 5}}),
    trial({family, seed, found: 2, budget: 3000, sampler: "reference"})
  ])
);

describe("ratios", () => {
  it("are regions over calls, all budgets first, each as if it had as many worlds", () => {
    const ratios = ratiosOf(trials, "all");
    expect(ratios.map(({budget, ratio}) => [budget, ratio.mean])).toEqual([
      [null, 2.5],
      [1000, 2],
      [3000, 3]
    ]);
    expect(ratios[0]!.perThousand).toEqual({adaptive: 2.5, reference: 1});
    for (const {ratio} of ratios) expect([ratio.low, ratio.high]).toEqual([ratio.mean, ratio.mean]);
    const fewer = trials.filter(({budget, seed}) => budget === 1000 || seed === 1);
    expect(ratiosOf(fewer, "all")[0]!.ratio.mean).toBe(2.5);
  });

  it("leave out worlds without regions", () => {
    expect(ratiosOf([...trials, trial({planted: 0, family: "empty"})], "all")).toEqual(ratiosOf(trials, "all"));
  });

  it("have an interval where seeds differ", () => {
    const barren = [4, 5].flatMap((seed) => [trial({seed}), trial({seed, sampler: "reference", found: 2})]);
    const {ratio} = ratiosOf([...trials, ...barren], "all")[1]!;
    expect(ratio.low).toBeLessThan(ratio.mean);
    expect(ratio.high).toBeGreaterThan(ratio.mean);
  });

  it("count adaptive searches up to where their stop rule ends them, where it cuts any short", () => {
    const stopped = ratiosStopped(trials, "all");
    expect(stopped.map(({budget, stops}) => [budget, stops])).toEqual([
      [null, true],
      [3000, true]
    ]);
    expect(stopped[1]!.perThousand["adaptive"]).toBeCloseTo(5 / 1.5);
    expect(stopped[1]!.ratio.mean).toBeCloseTo(5);
    const short = trials.filter(({budget}) => budget === 1000);
    expect(ratiosStopped(short, "all")).toEqual([]);
  });
});
