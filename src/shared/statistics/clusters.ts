import tQuantile from "@stdlib/stats-base-dists-t-quantile";
import {wilson} from "../statistics.js";

/** The samples of one prompt: they share it, so they are not independent of each other. */
export interface Cluster {
  n: number; // samples that were measured
  sum: number; // of their values; of a rate, how many hold
  squares?: number; // sum of the squared values; only means of one prompt need it
}

export interface Estimate {
  value: number | null; // null without a sample
  low: number | null;
  high: number | null;
  method: "wilson" | "cluster-wilson" | "t" | "cluster-t";
  effective: number; // independent samples that would tell as much
}

const measured = (clusters: readonly Cluster[]): Cluster[] => clusters.filter(({n}) => n > 0);
const meanOf = ({sum, n}: Cluster): number => sum / n;
const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Two-sided 95% point of Student's t. */
export const tPoint = (degrees: number): number => tQuantile(0.975, Math.max(1, degrees));

/**
 * Mean rate over prompts with its 95% interval. A single prompt: Wilson. Several: Wilson at the effective number of
 * samples (Korn and Graubard 1998), with Student's t in place of the normal point. One further prompt, half of it
 * always and half of it never violating, is added to the spread, since few prompts may all miss a rare failing one.
 */
export function clusterRate(all: readonly Cluster[]): Estimate {
  const clusters = measured(all);
  const n = clusters.reduce((sum, cluster) => sum + cluster.n, 0);
  if (clusters.length <= 1) {
    const {rate, low, high} = wilson(clusters[0]?.sum ?? 0, n);
    return {value: rate, low, high, method: "wilson", effective: n};
  }
  const rates = clusters.map(meanOf);
  const rate = average(rates);
  const effective = effectiveSamples(rates, n);
  const {low, high} = wilson(rate * effective, effective, tPoint(clusters.length));
  return {value: rate, low: rate === 0 ? 0 : low, high: rate === 1 ? 1 : high, method: "cluster-wilson", effective};
}

function effectiveSamples(rates: readonly number[], n: number): number {
  const prompts = rates.length;
  const centre = (rates.reduce((sum, rate) => sum + rate, 0) + 0.5) / (prompts + 1);
  const squares = rates.reduce((sum, rate) => sum + (rate - centre) ** 2, 0);
  const variance = (squares + 0.5 * centre ** 2 + 0.5 * (1 - centre) ** 2) / prompts;
  return Math.min(n, (centre * (1 - centre)) / (variance / prompts));
}

/** Mean value over prompts with its 95% interval by Student's t: over prompts, or over the samples of a single one. */
export function clusterMean(all: readonly Cluster[]): Estimate {
  const clusters = measured(all);
  if (clusters.length <= 1) return meanOfOne(clusters[0]);
  const means = clusters.map(meanOf);
  const value = average(means);
  const half = tPoint(means.length - 1) * Math.sqrt(varianceOf(means) / means.length);
  return {value, low: value - half, high: value + half, method: "cluster-t", effective: means.length};
}

function meanOfOne(cluster: Cluster | undefined): Estimate {
  if (cluster === undefined) return {value: null, low: null, high: null, method: "t", effective: 0};
  const {n, sum, squares = 0} = cluster;
  const value = sum / n;
  if (n === 1) return {value, low: null, high: null, method: "t", effective: 1};
  const half = tPoint(n - 1) * Math.sqrt(Math.max(0, squares - sum * value) / (n - 1) / n);
  return {value, low: value - half, high: value + half, method: "t", effective: n};
}

/** Variance of a list of two or more, with n - 1. */
export function varianceOf(values: readonly number[]): number {
  const centre = average(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}
