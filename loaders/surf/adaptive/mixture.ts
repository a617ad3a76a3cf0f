/**
 * The likelihood ratio of a mixture of Bernoulli rates against one rate c:
 *
 *     M(n, v) = mean over k of (r_k / c)^v ((1 - r_k) / (1 - c))^(n - v)
 *
 * With all r_k > c it is an e-process for "the rate is at most c": whatever the rate up to c, its expectation is at most
 * 1 at any moment one looks, so that P(M ever reaches 1 / a) <= a (Ville). With all r_k < c it is one for "at least c".
 * Outcomes may be fractions from 0 to 1: the ratio is convex in them (Waudby-Smith and Ramdas 2024, section 4).
 */
export function mixtureRatio(n: number, violations: number, c: number, rates: readonly number[]): number {
  let sum = 0;
  for (const rate of rates)
    sum += Math.exp(violations * Math.log(rate / c) + (n - violations) * Math.log((1 - rate) / (1 - c)));
  return sum / rates.length;
}

const steps = [0.04, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9] as const;

/** Rates above c, dense near it. */
export const ratesAbove = (c: number): number[] => steps.map((step) => c + (1 - c) * step);

/** Rates below c. */
export const ratesBelow = (c: number): number[] => steps.map((step) => c * (1 - step));
