import tCdf from "@stdlib/stats-base-dists-t-cdf";
import {benjaminiHochberg} from "../../../src/shared/statistics/corrections.js";
import type {Candidate} from "../candidate.js";
import {evidenceScore} from "../contrast.js";
import {contrastKept, falseDiscoveryRate} from "./constants.js";
import {anytimeInterval} from "./interval.js";
import type {Count} from "./observations.js";
import {momentsOf} from "./trial.js";

/** What the contrast model does on the queries of a set. */
export interface RegionContrast {
  targetRate: number; // share of the queries on which the target fails
  contrastRate: number; // the same of the contrast model
  n: number; // queries that the contrast model answered
  difference: number; // the target's rate less the contrast model's
  low: number; // of its 95% interval
  high: number;
  p: number; // two-sided, of no difference
}

/** A region as the contrast model shows it. */
export interface ComparedRegion {
  contrast: RegionContrast | null; // null: its answers could not be scored
  q: number | null; // of no difference, over all regions
  isOfTarget: boolean; // whether it is reported: what fails in the target and not in the contrast model
}

/** The queries of a set on which both models are compared, counted. */
export interface Pairs {
  both: number; // asked of the contrast model and scored
  only: Count; // all queries: those on which the target fails and the contrast model does not
  failed: number; // sum of the shares of answers in which the target fails
  other: Count; // queries on which the target does not fail and that the contrast model was asked: those on which it does
}

/**
 * Counts the distinct queries of a set, each with all its candidates. Candidates that are no evidence (the target's answer or
 * that of the contrast model is unscored) do not count.
 */
export function countPairs(queries: readonly (readonly Candidate[])[], threshold: number): Pairs {
  const pairs: Pairs = {both: 0, only: {n: 0, violations: 0}, failed: 0, other: {n: 0, violations: 0}};
  for (const candidates of queries) {
    const known = candidates.filter((candidate) => evidenceScore(candidate, threshold) !== null);
    if (known.length === 0) continue;
    const share = (isIt: (candidate: Candidate) => boolean) => known.filter(isIt).length / known.length;
    pairs.only.n++;
    pairs.only.violations += share((candidate) => evidenceScore(candidate, threshold)! > threshold);
    pairs.failed += share(({score}) => score! > threshold);
    const compared = known.find(({contrast}) => contrast !== undefined && contrast.score !== null);
    if (compared !== undefined) pairs.both++;
    const other = known.find(({score, contrast}) => score! <= threshold && contrast !== undefined);
    if (other?.contrast?.score == null) continue;
    pairs.other.n++;
    pairs.other.violations += Number(other.contrast.score > threshold);
  }
  return pairs;
}

/**
 * The difference of two paired rates, p10 - p01: the share of queries on which only the target fails, less that on which only
 * the contrast model does. The first is known of all queries. The second is u r, with the share u on which the target does
 * not fail and the rate r of the contrast model on as many of these as it was asked (two-phase sampling, Cochran 1977,
 * chapter 12). Its interval is put together from those of both (square-and-add: Newcombe 1998, method 10), which are valid
 * whenever one looks; p is by the normal approximation of their beta posteriors. Null while nothing can be said.
 */
export function comparePairs({both, only, failed, other}: Pairs): RegionContrast | null {
  if (only.n === 0) return null;
  const targetRate = failed / only.n;
  const unflagged = 1 - targetRate;
  if (unflagged > 1e-9 && other.n === 0) return null;
  const own = only.violations / only.n;
  const reverse = other.n === 0 ? 0 : other.violations / other.n;
  const difference = own - unflagged * reverse;
  const [first, second] = [anytimeInterval(only), anytimeInterval(other)];
  const below = Math.hypot(own - first.low, unflagged * (second.high - reverse));
  const above = Math.hypot(first.high - own, unflagged * (reverse - second.low));
  return {
    targetRate,
    contrastRate: targetRate - difference,
    n: both,
    difference,
    low: Math.max(-1, difference - below),
    high: Math.min(1, difference + above),
    p: pOfNoDifference(only, other, unflagged)
  };
}

function pOfNoDifference(only: Count, other: Count, unflagged: number): number {
  const [rate, variance] = momentsOf(only);
  const [reverse, reverseVariance] = momentsOf(other);
  const score = (rate - unflagged * reverse) / Math.sqrt(variance + unflagged ** 2 * reverseVariance);
  return 2 * tCdf(-Math.abs(score), 1e6);
}

const fewAnswers = 8; // below it they say nothing of how often the contrast model fails where the target does not

/** Whether the contrast model is seen to fail too: where the target fails, and on the other queries it was asked. */
export function isShared({only, failed, other}: Pairs): boolean {
  const reverse = other.n < fewAnswers ? 0 : other.violations / other.n;
  return failed - only.violations + (only.n - failed) * reverse > contrastKept * failed;
}

/** Whether the set fails in the target and not in the contrast model: half of the failure at most is there too. */
export const isOfTarget = ({targetRate, contrastRate, low}: RegionContrast, q: number): boolean =>
  low > 0 && q <= falseDiscoveryRate && contrastRate <= contrastKept * targetRate;

/** q values of the differences of all sets that a search proved. */
export const qValues = (contrasts: readonly (RegionContrast | null)[]): (number | null)[] =>
  benjaminiHochberg(contrasts.map((contrast) => contrast?.p ?? null));
