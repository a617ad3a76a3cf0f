/** P(rate > 1/2) after v violations in n trials, from a uniform prior: the upper half of Beta(v + 1, n - v + 1). */
export function chanceAboveHalf(violations: number, n: number): number {
  let term = 0.5 ** (n + 1); // P(Bin(n + 1, 1/2) <= violations)
  let sum = term;
  for (let k = 1; k <= violations; k++) sum += term *= (n + 2 - k) / k;
  return Math.min(1, sum);
}

/** Entropy of a yes-or-no question, in nats. */
export function entropy(p: number): number {
  return p <= 0 || p >= 1 ? 0 : -p * Math.log(p) - (1 - p) * Math.log(1 - p);
}
