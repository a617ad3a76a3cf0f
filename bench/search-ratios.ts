import {createRandom, integerBelow} from "../loaders/util/random.js";
import type {Trial} from "./search-child.js";
import {mean, sum, type Mean} from "./search-means.js";

/** True regions for 1,000 target calls, all families with regions together, and how many times the reference's that is. */
export interface Ratio {
  budget: number | null; // null: all budgets, regions over calls
  perThousand: Record<string, number>; // by sampler
  ratio: Mean; // 95% interval by bootstrap over seeds
}

/** Of all budgets together, then of each. */
export function ratiosOf(trials: readonly Trial[]): Ratio[] {
  const planted = trials.filter((trial) => trial.planted > 0);
  const budgets = [...new Set(planted.map(({budget}) => budget))].sort((a, b) => a - b);
  return [null, ...budgets].map((budget) =>
    ratioOf(
      planted.filter((trial) => budget === null || trial.budget === budget),
      budget
    )
  );
}

const resamples = 2000;

/** Regions over calls, summed; the seeds, each with all its worlds, are drawn anew for the interval. */
function ratioOf(trials: readonly Trial[], budget: number | null): Ratio {
  const seeds = [...new Set(trials.map(({seed}) => seed))];
  const sums = new Map(
    seeds.map((seed) => [seed, new Map(samplersOf(trials).map((name) => [name, totalOf(trials, name, seed)]))])
  );
  const rate = (sampler: string, drawn: readonly number[]) => {
    const parts = drawn.map((seed) => sums.get(seed)!.get(sampler)!);
    return (1000 * mean(parts.map(({found}) => found))) / mean(parts.map(({calls}) => calls));
  };
  const ratio = (drawn: readonly number[]) => rate("adaptive", drawn) / rate("reference", drawn);
  const random = createRandom(1);
  const spread = Array.from({length: resamples}, () =>
    ratio(seeds.map(() => seeds[integerBelow(random, seeds.length)]!))
  ).sort((a, b) => a - b);
  const at = (share: number) => spread[Math.floor(share * (resamples - 1))]!;
  return {
    budget,
    perThousand: Object.fromEntries(samplersOf(trials).map((sampler) => [sampler, rate(sampler, seeds)])),
    ratio: {mean: ratio(seeds), low: at(0.025), high: at(0.975)}
  };
}

const samplersOf = (trials: readonly Trial[]): string[] => [...new Set(trials.map(({sampler}) => sampler))];

function totalOf(trials: readonly Trial[], sampler: string, seed: number): {found: number; calls: number} {
  const own = trials.filter((trial) => trial.sampler === sampler && trial.seed === seed);
  return {found: sum(own, ({found}) => found), calls: sum(own, ({calls}) => calls)};
}
