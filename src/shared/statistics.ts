/** A share with its 95% interval, each 0-1. */
export interface Proportion {
  rate: number | null; // null when n = 0
  low: number | null;
  high: number | null;
}

/** 97.5% point of the standard normal: two-sided 95%. */
export const z = 1.959963984540054;

/**
 * Wilson score interval of a binomial share: keeps its level at small n and at rates near 0 and 1, unlike the usual
 * interval. All null when n = 0. n may be an effective number, `point` that of another distribution (Wilson 1927;
 * Brown, Cai and DasGupta 2001).
 */
export function wilson(successes: number, n: number, point = z): Proportion {
  if (n === 0) return {rate: null, low: null, high: null};
  const rate = successes / n;
  const denominator = 1 + point ** 2 / n;
  const centre = (rate + point ** 2 / (2 * n)) / denominator;
  const half = (point * Math.sqrt((rate * (1 - rate)) / n + point ** 2 / (4 * n ** 2))) / denominator;
  return {
    rate,
    low: successes === 0 ? 0 : Math.max(0, centre - half),
    high: successes === n ? 1 : Math.min(1, centre + half)
  };
}

/** Mean of a list; null when it is empty. */
export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
