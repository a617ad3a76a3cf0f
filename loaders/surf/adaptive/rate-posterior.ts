import betaCdf from "@stdlib/stats-base-dists-beta-cdf";

/** Outcomes of Bernoulli trials; an unscored candidate is none. */
export interface BinomialCount {
  n: number; // scored
  violations: number;
}

/**
 * P(rate > 1/2 | v violations in n trials). With a uniform prior the posterior of the rate is Beta(v + 1, n - v + 1);
 * this is its mass above one half.
 */
export const probabilityAboveHalf = ({n, violations}: BinomialCount): number =>
  betaCdf(0.5, n - violations + 1, violations + 1);

/**
 * How many more trials bring P(rate > 1/2) to `level`, if they fail at the posterior mean (v + 1) / (n + 2), at most
 * `max`; 0 where that mean is not above one half.
 */
export function trialsToReach(level: number, {n, violations}: BinomialCount, max: number): number {
  const rate = (violations + 1) / (n + 2);
  if (rate <= 0.5) return 0;
  const after = (more: number) => ({n: n + more, violations: Math.round(violations + rate * more)});
  let more = 0;
  while (more < max && probabilityAboveHalf(after(more)) < level) more++;
  return more;
}
