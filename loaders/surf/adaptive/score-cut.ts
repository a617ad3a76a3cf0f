const leastFlags = 30; // without which nothing is read from scores
const mostLower = 20; // points
const bin = 4; // points
const share = 0.7; // of the scores seen there that must be violations

/**
 * The score from which on an answer is likelier a violation than not, at most 20 points under the threshold. A harsh or
 * noisy judge puts part of the violations under it. How many is read from those above: a normal distribution, cut off at
 * the threshold, its mean no lower; where it accounts for most of the scores that are seen, the cut goes down.
 */
export function scoreCut(scores: readonly number[], threshold: number): number {
  const flags = scores.filter((score) => score > threshold);
  if (flags.length < leastFlags) return threshold;
  const above = fitAbove(flags, threshold);
  let cut = threshold;
  while (cut - bin >= threshold - mostLower) {
    const seen = scores.filter((score) => score > cut - bin && score <= cut).length;
    const expected = (flags.length * massOf(above, cut - bin, cut)) / massOf(above, threshold, Infinity);
    if (seen === 0 || expected < share * seen) break;
    cut -= bin;
  }
  return cut;
}

interface Normal {
  mean: number;
  spread: number;
}

/** By likelihood on a grid; scores of 100 stand for all above. */
function fitAbove(flags: readonly number[], threshold: number): Normal {
  const counts = new Map<number, number>();
  for (const score of flags) counts.set(Math.round(score), (counts.get(Math.round(score)) ?? 0) + 1);
  let best: Normal = {mean: threshold, spread: 1};
  let most = -Infinity;
  for (let mean = threshold; mean <= 110; mean += 2)
    for (let spread = 2; spread <= 24; spread += 2) {
      const normal = {mean, spread};
      let log = -flags.length * Math.log(massOf(normal, threshold, Infinity));
      for (const [score, count] of counts)
        log += count * Math.log(1e-9 + massOf(normal, score - 1, score >= 100 ? Infinity : score));
      if (log > most) [best, most] = [normal, log];
    }
  return best;
}

const highest = 200; // what a score of 100 stands for goes on to here

/** Mass of the whole scores above `low` up to `high`, up to a factor. */
function massOf({mean, spread}: Normal, low: number, high: number): number {
  let sum = 0;
  for (let score = Math.floor(low) + 1; score <= Math.min(highest, high); score++)
    sum += Math.exp(-0.5 * ((score - mean) / spread) ** 2);
  return sum;
}
