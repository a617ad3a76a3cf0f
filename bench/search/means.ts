import quantile from "@stdlib/stats-base-dists-t-quantile";
import type {Trial} from "./child.js";

/** A mean over seeds with its 95% interval (Student's t, where nothing else is said). */
export interface Mean {
  mean: number;
  low: number;
  high: number;
}

export function sum(trials: readonly Trial[], value: (trial: Trial) => number): number {
  return trials.reduce((total, trial) => total + value(trial), 0);
}

export const mean = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0) / values.length;

export function meanOf(values: readonly number[]): Mean {
  const centre = mean(values);
  const variance = values.reduce((total, value) => total + (value - centre) ** 2, 0) / (values.length - 1);
  const half = values.length < 2 ? NaN : quantile(0.975, values.length - 1) * Math.sqrt(variance / values.length);
  return {mean: centre, low: centre - half, high: centre + half};
}

export function groupBy(trials: readonly Trial[], key: (trial: Trial) => string): Map<string, Trial[]> {
  const groups = new Map<string, Trial[]>();
  for (const trial of trials) groups.set(key(trial), [...(groups.get(key(trial)) ?? []), trial]);
  return groups;
}
