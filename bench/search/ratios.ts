import {createRandom, integerBelow} from "../../loaders/util/random.js";
import type {Trial} from "./child.js";
import {groupBy, mean, sum, type Mean} from "./means.js";

/** True regions per 1,000 target calls over all families with regions, and how many times the reference's that is. */
export interface Ratio {
  worlds: string; // which families
  stops: boolean; // the adaptive search ends where its stop rule says, which saves calls
  budget: number | null; // null: all budgets, regions over calls
  perThousand: Record<string, number>; // by sampler
  ratio: Mean; // 95% interval by bootstrap over seeds
}

/** Of all budgets together, then of each; `worlds` names the families of the trials. */
export function ratiosOf(trials: readonly Trial[], worlds: string, stops = false): Ratio[] {
  const planted = trials.filter((trial) => trial.planted > 0);
  const samplers = [...new Set(planted.map(({sampler}) => sampler))];
  const budgets = [...new Set(planted.map(({budget}) => budget))].sort((a, b) => a - b);
  return [null, ...budgets].map((budget) => ({
    worlds,
    stops,
    budget,
    ...ratioOf(
      (budget === null ? budgets : [budget]).map((each) => planted.filter((trial) => trial.budget === each)),
      samplers
    )
  }));
}

/** The same with the stop rule: adaptive searches count until it ends them. Only numbers of calls that it cuts short. */
export function ratiosStopped(trials: readonly Trial[], worlds: string): Ratio[] {
  const cut = trials.map(({stopped, ...trial}): Trial => ({...trial, ...stopped, stopped}));
  const budgets = new Set(trials.filter(({stopped}) => stopped !== null).map(({budget}) => budget));
  return ratiosOf(cut, worlds, true).filter(({budget}) => budgets.size > 0 && (budget === null || budgets.has(budget)));
}

const resamples = 2000;

/** What all families of one seed came to, by sampler. */
type Totals = Map<string, {found: number; calls: number}>;

/**
 * Regions over calls, summed over budgets as if each had equally many worlds; the interval is a bootstrap over seeds, each
 * with all its worlds.
 */
function ratioOf(
  trialsByBudget: readonly Trial[][],
  samplers: readonly string[]
): Pick<Ratio, "perThousand" | "ratio"> {
  const strata = trialsByBudget.map((trials) =>
    [...groupBy(trials, ({seed}) => String(seed)).values()].map((own) => totalsOf(own, samplers))
  );
  const random = createRandom(1);
  const drawn = () => strata.map((seeds) => seeds.map(() => seeds[integerBelow(random, seeds.length)]!));
  const ratio = (drawn: readonly Totals[][]) => rateOf(drawn, "adaptive") / rateOf(drawn, "reference");
  const spread = Array.from({length: resamples}, () => ratio(drawn())).sort((a, b) => a - b);
  const at = (share: number) => spread[Math.floor(share * (resamples - 1))]!;
  return {
    perThousand: Object.fromEntries(samplers.map((sampler) => [sampler, rateOf(strata, sampler)])),
    ratio: {mean: ratio(strata), low: at(0.025), high: at(0.975)}
  };
}

function rateOf(strata: readonly Totals[][], sampler: string): number {
  let [found, calls] = [0, 0];
  for (const seeds of strata) {
    found += mean(seeds.map((totals) => totals.get(sampler)!.found));
    calls += mean(seeds.map((totals) => totals.get(sampler)!.calls));
  }
  return (1000 * found) / calls;
}

function totalsOf(trials: readonly Trial[], samplers: readonly string[]): Totals {
  return new Map(
    samplers.map((sampler) => {
      const own = trials.filter((trial) => trial.sampler === sampler);
      return [sampler, {found: sum(own, ({found}) => found), calls: sum(own, ({calls}) => calls)}];
    })
  );
}
