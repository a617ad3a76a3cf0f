let logFactorials = new Float64Array([0, 0]);

/** ln n!, from a table that grows as needed. */
function logFactorial(n: number): number {
  if (n >= logFactorials.length) {
    const table = new Float64Array(Math.max(n + 1, 2 * logFactorials.length));
    table.set(logFactorials);
    for (let i = logFactorials.length; i < table.length; i++) table[i] = table[i - 1]! + Math.log(i);
    logFactorials = table;
  }
  return logFactorials[n]!;
}

const logChoose = (n: number, k: number): number => logFactorial(n) - logFactorial(k) - logFactorial(n - k);

const negligible = 1e-17; // of the sum so far

/**
 * Chance of `found` or more marked ones among `drawn` of `total` things, `marked` of them marked, drawn without
 * replacement. Sums the upper tail itself: small chances keep their digits.
 */
export function hypergeometricTail(found: number, total: number, marked: number, drawn: number): number {
  const least = Math.max(0, drawn - (total - marked));
  if (found <= least) return 1;
  const most = Math.min(marked, drawn);
  if (found > most) return 0;
  let term = Math.exp(logChoose(marked, found) + logChoose(total - marked, drawn - found) - logChoose(total, drawn));
  let sum = 0;
  for (let k = found; k <= most; k++) {
    sum += term;
    term *= ((marked - k) * (drawn - k)) / ((k + 1) * (total - marked - drawn + k + 1));
    if (term < sum * negligible) break;
  }
  return Math.min(1, sum);
}
