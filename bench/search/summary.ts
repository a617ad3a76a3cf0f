import {ratiosOf, ratiosStopped, type Ratio} from "./ratios.js";
import {groupBy, mean, meanOf, sum, type Mean} from "./means.js";
import type {Trial} from "./child.js";
import type {Family} from "./worlds/families.js";

/** One sampler in one family at one number of calls. */
export interface SummaryCell {
  family: string;
  sampler: string;
  budget: number;
  planted: number; // mean
  worlds: number;
  found: Mean; // regions
  perThousand: Mean; // regions found for 1,000 calls
  reported: number;
  true: number;
  firstTrue: number | null; // median over all worlds; null where half of them have none
  repeats: number; // mean calls on a region after its first flag
  reporting: number; // worlds with a report
}

export interface SearchSummary {
  families: {name: string; about: string; planted: boolean}[];
  budgets: number[];
  seeds: number[];
  cells: SummaryCell[];
  differences: {family: string; budget: number; difference: Mean}[]; // adaptive less uniform, by seed
  ratios: Ratio[];
  floors: {
    worse: string[];
    precision: number;
    falseEmpty: number; // share of empty worlds with a report
    emptyEnded: number; // that end by themselves within 5,000 candidates, where they have as many
    emptyTrue: number; // whose exclusions hold
    lostByStopping: number; // share of the regions found that come after the stop rule would have ended the search
    milliseconds: number; // of the processor, a candidate of the large worlds at the most calls
    mostCalls: number;
  };
}

export function summarize(trials: readonly Trial[], families: readonly Family[]): SearchSummary {
  const groups = groupBy(trials, ({family, budget, sampler}) => [family, budget, sampler].join("/"));
  const cells = [...groups.values()].map(cellOf);
  const differences = differencesOf(trials);
  return {
    families: families.map(({name, about, planted}) => ({name, about, planted})),
    budgets: [...new Set(trials.map(({budget}) => budget))].sort((a, b) => a - b),
    seeds: [...new Set(trials.map(({seed}) => seed))],
    cells,
    differences,
    ratios: [
      ...ratiosOf(trials, "all"),
      ...ratiosStopped(trials, "all"),
      ...ratiosOf(
        trials.filter(({family}) => family !== "lab"),
        "without lab"
      )
    ],
    floors: floorsOf(trials, differences)
  };
}

function cellOf(trials: readonly Trial[]): SummaryCell {
  const [{family, sampler, budget}] = trials as [Trial];
  const firsts = trials.map(({firstTrue}) => firstTrue ?? Infinity).sort((a, b) => a - b);
  const middle = firsts[Math.floor(firsts.length / 2)]!;
  return {
    family,
    sampler,
    budget,
    planted: sum(trials, (trial) => trial.planted) / trials.length,
    worlds: trials.length,
    found: meanOf(trials.map(({found}) => found)),
    perThousand: meanOf(trials.map(({found, calls}) => (1000 * found) / calls)),
    reported: sum(trials, ({reported}) => reported),
    true: sum(trials, (trial) => trial.true),
    firstTrue: Number.isFinite(middle) ? middle : null,
    repeats: sum(trials, ({repeats}) => repeats) / trials.length,
    reporting: trials.filter(({reported}) => reported > 0).length
  };
}

function differencesOf(trials: readonly Trial[]): SearchSummary["differences"] {
  const withRegions = trials.filter(({planted, sampler}) => planted > 0 && sampler === "adaptive");
  const uniform = new Map(
    trials.filter(({sampler}) => sampler === "uniform").map((trial) => [keyOf(trial), trial.found] as const)
  );
  const groups = groupBy(withRegions, ({family, budget}) => `${family}/${budget}`);
  return [...groups.values()].map((group) => ({
    family: group[0]!.family,
    budget: group[0]!.budget,
    difference: meanOf(group.map((trial) => trial.found - uniform.get(keyOf(trial))!))
  }));
}

const keyOf = ({family, budget, seed}: Trial): string => `${family}/${budget}/${seed}`;

const longFrom = 5000; // candidates

function floorsOf(trials: readonly Trial[], differences: SearchSummary["differences"]): SearchSummary["floors"] {
  const adaptive = trials.filter(({sampler}) => sampler === "adaptive");
  const empty = adaptive.filter(({planted}) => planted === 0);
  const large = adaptive.filter(({family}) => family === "large");
  const long = empty.filter(({budget}) => budget >= longFrom);
  const most = Math.max(...large.map(({budget}) => budget));
  return {
    worse: differences.filter(({difference}) => difference.high < 0).map(({family, budget}) => `${family} ${budget}`),
    precision: sum(adaptive, (trial) => trial.true) / sum(adaptive, ({reported}) => reported),
    falseEmpty: empty.filter(({reported}) => reported > 0).length / empty.length,
    emptyEnded: long.filter(({stopped}) => stopped !== null && stopped.calls <= longFrom).length / long.length,
    emptyTrue: empty.filter(({excludesTruly}) => excludesTruly).length / empty.length,
    lostByStopping:
      1 - sum(adaptive, ({stopped, found}) => stopped?.found ?? found) / sum(adaptive, ({found}) => found),
    mostCalls: most,
    milliseconds: mean(large.filter(({budget}) => budget === most).map((trial) => trial.milliseconds / trial.calls))
  };
}
