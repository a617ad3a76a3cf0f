import tCdf from "@stdlib/stats-base-dists-t-cdf";
import {mean, sum} from "../statistics.js";
import {tPoint, varianceOf} from "./clusters.js";
import type {Difference} from "./differences.js";

/** Answers of one stratum, of which a random sample has two verdicts. */
export interface DifferenceStratum {
  size: number; // answers
  differences: readonly number[]; // of those sampled: 1, 0 or -1, second verdict less first
}

/**
 * The difference of two shares of all answers, from paired verdicts on a stratified random sample (Cochran 1977, chapter
 * 5, with the correction for a finite population). As in `pairedDifference`, one further pair is added to the spread of
 * each stratum: few verdicts that agree are no proof. A stratum without a verdict is taken to be like all others. The
 * interval is a point when every answer was judged twice; there is no p value then, as nothing was sampled.
 */
export function stratifiedDifference(all: readonly DifferenceStratum[]): Difference {
  const strata = all.filter(({size, differences}) => size > 0 && differences.length > 0);
  const n = sum(strata.map(({differences}) => differences.length));
  const size = sum(strata.map((stratum) => stratum.size));
  const none = {difference: null, low: null, high: null, p: null, detectable: null, pairs: 0} as const;
  if (n === 0) return {...none, method: "paired-t"};
  const difference = sum(strata.map((stratum) => (stratum.size / size) * mean(stratum.differences)!));
  const error = Math.sqrt(sum(strata.map((stratum) => (stratum.size / size) ** 2 * errorWithin(stratum))));
  if (error === 0) return {...none, difference, low: difference, high: difference, pairs: n, method: "paired-t"};
  const degrees = Math.max(1, n - strata.length);
  const half = tPoint(degrees) * error;
  return {
    ...{...none, difference, pairs: n, method: "paired-t"},
    low: Math.max(-1, difference - half),
    high: Math.min(1, difference + half),
    p: 2 * tCdf(-Math.abs(difference / error), degrees)
  };
}

/** The squared standard error of a stratum's mean difference. */
function errorWithin({size, differences}: DifferenceStratum): number {
  const n = differences.length;
  if (n >= size) return 0;
  const spread = n === 1 ? 0 : varianceOf(differences);
  const variance = ((n - 1) * spread + mean(differences)! ** 2 + 0.25) / n;
  return ((1 - n / size) * variance) / n;
}
