import betaCdf from "@stdlib/stats-base-dists-beta-cdf";

/** P(rate > 1/2) after v violations in n trials, from a uniform prior: the upper half of Beta(v + 1, n - v + 1). */
export const chanceAboveHalf = (violations: number, n: number): number =>
  betaCdf(0.5, n - violations + 1, violations + 1);

/** Entropy of a yes-or-no question, in nats. */
export function entropy(p: number): number {
  return p <= 0 || p >= 1 ? 0 : -p * Math.log(p) - (1 - p) * Math.log(1 - p);
}
