import {cutoffStep, maxCutoffDrop, minExpectedShare, minFlagsForCutoff} from "./constants.js";

/**
 * The score above which an outcome is a violation. A harsh or noisy judge puts part of the violations below the
 * threshold. Scores of violations are assumed normal. The flags are the part above the threshold: they determine the
 * mean (at least the threshold) and the standard deviation, by maximum likelihood. Where the fitted normal accounts
 * for most of the scores in the next step down, these are violations too, and the cutoff goes down a step.
 */
export function violationCutoff(scores: readonly number[], threshold: number): number {
  const flags = scores.filter((score) => score > threshold);
  if (flags.length < minFlagsForCutoff) return threshold;
  const normal = fitTruncated(flags, threshold);
  let cutoff = threshold;
  while (cutoff - cutoffStep >= threshold - maxCutoffDrop) {
    const seen = scores.filter((score) => score > cutoff - cutoffStep && score <= cutoff).length;
    const expected = (flags.length * massOf(normal, cutoff - cutoffStep, cutoff)) / massOf(normal, threshold, Infinity);
    if (seen === 0 || expected < minExpectedShare * seen) break;
    cutoff -= cutoffStep;
  }
  return cutoff;
}

interface Normal {
  mean: number;
  deviation: number;
}

/** Maximum likelihood on a grid, of a normal truncated at the threshold; a score of 100 is censored: 100 or more. */
function fitTruncated(flags: readonly number[], threshold: number): Normal {
  const counts = new Map<number, number>();
  for (const score of flags) counts.set(Math.round(score), (counts.get(Math.round(score)) ?? 0) + 1);
  let best: Normal = {mean: threshold, deviation: 1};
  let highest = -Infinity;
  for (let mean = threshold; mean <= 110; mean += 2)
    for (let deviation = 2; deviation <= 24; deviation += 2) {
      const normal = {mean, deviation};
      const log = logLikelihood(normal, counts, flags.length, threshold);
      if (log > highest) [best, highest] = [normal, log];
    }
  return best;
}

function logLikelihood(normal: Normal, counts: ReadonlyMap<number, number>, n: number, threshold: number): number {
  let log = -n * Math.log(massOf(normal, threshold, Infinity));
  for (const [score, count] of counts)
    log += count * Math.log(1e-9 + massOf(normal, score - 1, score >= 100 ? Infinity : score));
  return log;
}

const maxScore = 200; // to here goes the upper tail, which a score of 100 stands for

/** Mass of the whole scores above `low` up to `high`, up to a factor. */
function massOf({mean, deviation}: Normal, low: number, high: number): number {
  let sum = 0;
  for (let score = Math.floor(low) + 1; score <= Math.min(maxScore, high); score++)
    sum += Math.exp(-0.5 * ((score - mean) / deviation) ** 2);
  return sum;
}
