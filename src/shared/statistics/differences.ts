import betaCdf from "@stdlib/stats-base-dists-beta-cdf";
import tCdf from "@stdlib/stats-base-dists-t-cdf";
import tQuantile from "@stdlib/stats-base-dists-t-quantile";
import {mean, wilson, z} from "../statistics.js";
import {clusterRate, tPoint, varianceOf, type Cluster, type Estimate} from "./clusters.js";

/** A difference between two groups. */
export interface Difference {
  difference: number | null; // second less first; null where either has no sample
  low: number | null; // of the 95% interval
  high: number | null;
  p: number | null; // two-sided, of no difference
  detectable: number | null; // smallest difference found with 80% power at 5%
  pairs: number; // 0: not paired
  method: "newcombe" | "welch-t" | "paired-t";
}

const none = (method: Difference["method"]): Difference => ({
  difference: null,
  low: null,
  high: null,
  p: null,
  detectable: null,
  pairs: 0,
  method
});

const zPower = 0.8416212335729143; // 80% point of the standard normal

/** Difference of two independent shares (Newcombe 1998, method 10); p by the pooled score test. */
export function newcombe(a: Cluster, b: Cluster): Difference {
  if (a.n === 0 || b.n === 0) return none("newcombe");
  const [first, second] = [wilson(a.sum, a.n), wilson(b.sum, b.n)] as {rate: number; low: number; high: number}[];
  const difference = second!.rate - first!.rate;
  const below = Math.hypot(second!.rate - second!.low, first!.high - first!.rate);
  const above = Math.hypot(second!.high - second!.rate, first!.rate - first!.low);
  const pooled = (a.sum + b.sum) / (a.n + b.n);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / a.n + 1 / b.n));
  const smoothed = (a.sum + b.sum + 1) / (a.n + b.n + 2);
  return {
    difference,
    low: difference - below,
    high: difference + above,
    p: error === 0 ? 1 : twoSided(difference / error, Infinity),
    detectable: (z + zPower) * Math.sqrt(smoothed * (1 - smoothed) * (1 / a.n + 1 / b.n)),
    pairs: 0,
    method: "newcombe"
  };
}

/**
 * Mean difference over pairs of prompts, by Student's t. Of shares, one further pair, half of it up and half of it down
 * by a half, is added to the spread: few prompts that all agree are no proof that all prompts do.
 */
export function pairedDifference(pairs: readonly (readonly [Cluster, Cluster])[], kind: "rate" | "mean"): Difference {
  const both = pairs.filter(([a, b]) => a.n > 0 && b.n > 0);
  if (both.length === 0) return none("paired-t");
  if (both.length === 1) return kind === "rate" ? newcombe(...both[0]!) : welch([both[0]![0]], [both[0]![1]]);
  const {difference, error, degrees} = pairedMoments(both, kind);
  const known = fromError(difference, error, degrees);
  if (kind === "mean") return {...known, pairs: both.length, method: "paired-t"};
  return {...known, ...within(known), pairs: both.length, method: "paired-t"};
}

/** Mean difference of at least two pairs of prompts that were measured, its standard error and degrees of freedom. */
function pairedMoments(pairs: readonly (readonly [Cluster, Cluster])[], kind: "rate" | "mean") {
  const differences = pairs.map(([a, b]) => b.sum / b.n - a.sum / a.n);
  const n = differences.length;
  const difference = mean(differences)!;
  const spread = varianceOf(differences);
  const variance = kind === "mean" ? spread : ((n - 1) * spread + (difference ** 2 + 0.25)) / n;
  return {difference, error: Math.sqrt(variance / n), degrees: kind === "mean" ? n - 1 : n};
}

/** Ends of the interval of a difference of shares. */
const within = ({low, high}: {low: number; high: number}) => ({low: Math.max(-1, low), high: Math.min(1, high)});

/** What the means of one side differ by between seeds, as other models of the same trainer say. */
export interface SeedSpread {
  variance: number; // of one side's mean
  degrees: number; // of freedom
}

const mostBorrowed = 8; // degrees of freedom that other models may lend: the own seeds still count

/**
 * Mean difference over pairs of prompts, where each side was measured on several models that differ by the seed of
 * their training: a list of pairs for each seed, of the same prompts in the same order. What the seeds differ by is
 * added to the error over prompts; degrees of freedom by Welch and Satterthwaite. With one seed it is `pairedDifference`.
 * Two seeds say little of how seeds differ: with `others` the variance is moderated (Smyth 2004), each of its two sources
 * by its degrees of freedom.
 */
export function seededDifference(
  bySeed: readonly (readonly (readonly [Cluster, Cluster])[])[],
  kind: "rate" | "mean",
  others: SeedSpread | null = null
): Difference {
  const pooled = (bySeed[0] ?? []).map((_, i) => addUp(bySeed.map((pairs) => pairs[i]!)));
  const overall = pairedDifference(pooled, kind);
  const ofSeeds = bySeed.flatMap((pairs) => meanDifference(pairs) ?? []);
  const measured = pooled.filter(([a, b]) => a.n > 0 && b.n > 0);
  if (ofSeeds.length < 2 || measured.length < 2) return overall;
  const {difference, error, degrees} = pairedMoments(measured, kind);
  const own = {variance: varianceOf(ofSeeds), degrees: ofSeeds.length - 1};
  const spread = others === null ? own : moderated(own, others);
  const [overPrompts, overSeeds] = [error ** 2, spread.variance / ofSeeds.length];
  const total = overPrompts + overSeeds;
  const joint = total === 0 ? degrees : total ** 2 / (overPrompts ** 2 / degrees + overSeeds ** 2 / spread.degrees);
  const known = fromError(difference, Math.sqrt(total), joint);
  return {...overall, ...known, ...(kind === "rate" && within(known))};
}

const alikeFrom = 0.01; // p of an F test, from which the own seeds may differ as much as those of others do

/**
 * The variance of a difference between seeds, from its own seeds and from the sides of others. Own seeds that clearly
 * differ more are left alone.
 */
function moderated(own: SeedSpread, others: SeedSpread): SeedSpread {
  if (varianceRatioTest(own, {variance: 2 * others.variance, degrees: others.degrees}) < alikeFrom) return own;
  const borrowed = Math.min(others.degrees, mostBorrowed);
  const degrees = own.degrees + borrowed;
  return {variance: (own.degrees * own.variance + borrowed * 2 * others.variance) / degrees, degrees};
}

/** p of an F test, one-sided, of the first variance not being larger. */
function varianceRatioTest(a: SeedSpread, b: SeedSpread): number {
  if (a.variance <= b.variance) return 1;
  return betaCdf(
    (b.degrees * b.variance) / (b.degrees * b.variance + a.degrees * a.variance),
    b.degrees / 2,
    a.degrees / 2
  );
}

const meanDifference = (pairs: readonly (readonly [Cluster, Cluster])[]): number | null =>
  mean(pairs.flatMap(([a, b]) => (a.n > 0 && b.n > 0 ? [b.sum / b.n - a.sum / a.n] : [])));

function addUp(pairs: readonly (readonly [Cluster, Cluster])[]): [Cluster, Cluster] {
  const side = (i: 0 | 1): Cluster =>
    pairs.reduce(
      (total, pair) => ({
        n: total.n + pair[i].n,
        sum: total.sum + pair[i].sum,
        squares: total.squares + (pair[i].squares ?? 0)
      }),
      {n: 0, sum: 0, squares: 0}
    );
  return [side(0), side(1)];
}

/**
 * Smallest difference of rates that paired prompts find with 80% power at 5%, before anything is measured: rates about
 * one half, and prompts that react alike. Prompts that differ need more.
 */
export function plannedDetectable({prompts, samples}: {prompts: number; samples: number}): number {
  const spread = 0.5 / Math.max(1, samples); // of a difference of two shares of about one half
  const error = Math.sqrt(((prompts - 1) * spread + 0.25) / prompts / prompts);
  return Math.min(1, (tPoint(prompts) + tQuantile(0.8, Math.max(1, prompts))) * error);
}

/** Difference of the means of two groups of unpaired prompts, by Welch's t; over samples where there is one prompt. */
export function welch(first: readonly Cluster[], second: readonly Cluster[]): Difference {
  const [a, b] = [momentsOf(first), momentsOf(second)];
  if (a === null || b === null) return none("welch-t");
  const [va, vb] = [a.variance / a.n, b.variance / b.n];
  const degrees = va + vb === 0 ? a.n + b.n - 2 : (va + vb) ** 2 / (va ** 2 / (a.n - 1) + vb ** 2 / (b.n - 1));
  return {...fromError(b.mean - a.mean, Math.sqrt(va + vb), degrees), pairs: 0, method: "welch-t"};
}

function momentsOf(all: readonly Cluster[]): {n: number; mean: number; variance: number} | null {
  const clusters = all.filter(({n}) => n > 0);
  const [one] = clusters;
  if (one === undefined) return null;
  if (clusters.length === 1) {
    const {n, sum, squares = 0} = one;
    return n < 2 ? null : {n, mean: sum / n, variance: Math.max(0, squares - sum ** 2 / n) / (n - 1)};
  }
  const means = clusters.map(({sum, n}) => sum / n);
  return {
    n: means.length,
    mean: mean(means)!,
    variance: varianceOf(means)
  };
}

function fromError(difference: number, error: number, degrees: number) {
  const half = tPoint(degrees) * error;
  const p = error === 0 ? (difference === 0 ? 1 : 0) : twoSided(difference / error, degrees);
  const detectable = (tPoint(degrees) + tQuantile(0.8, Math.max(1, degrees))) * error;
  return {difference, low: difference - half, high: difference + half, p, detectable};
}

const twoSided = (t: number, degrees: number): number => 2 * tCdf(-Math.abs(t), Math.min(1e6, Math.max(1, degrees)));

/**
 * Odds ratio of two groups of prompts with its 95% interval, from the interval of each rate (MOVER: Fagerland and
 * Newcombe 2013). A half is added to each cell of the estimate (Haldane, Anscombe), so that it exists at rates of 0 and
 * 1; an end that the data do not bound is 0, or null above. Pairing is not used, which widens it.
 */
export function oddsRatio(first: readonly Cluster[], second: readonly Cluster[]) {
  const [a, b] = [clusterRate(first), clusterRate(second)];
  if (a.value === null || b.value === null) return {ratio: null, low: null, high: null};
  const [from, to] = [logOdds(a), logOdds(b)];
  const difference = to.value - from.value;
  const low = difference - Math.hypot(to.value - to.low, from.high - from.value);
  const high = difference + Math.hypot(to.high - to.value, from.value - from.low);
  return {ratio: Math.exp(difference), low: Math.exp(low), high: Number.isFinite(high) ? Math.exp(high) : null};
}

function logOdds({value, low, high, effective}: Estimate): {value: number; low: number; high: number} {
  const own = logit((value! * effective + 0.5) / (effective + 1));
  return {value: own, low: Math.min(own, logit(low!)), high: Math.max(own, logit(high!))};
}

const logit = (share: number): number => Math.log(share / (1 - share));
