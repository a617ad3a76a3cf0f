import {answerPrior, minSample, ratePrior} from "./constants.js";
import type {Count, Observations} from "./observations.js";

/** The prompts of a corpus that have something in common, as far as they were asked. */
export interface AskedPrompts {
  total: number; // asked or not
  asked: readonly number[]; // indices of their distinct queries
  sample: ReadonlySet<number>; // of these, the ones that were drawn at random from what was left
  since: number; // candidates asked when the set came under suspicion: answers before that may have led to it
  explained: (index: number) => number; // the rate of the regions that a prompt is in; 0: it is in none
}

/** A prompt's mean outcome, and the number of answers behind it. */
interface Outcome {
  mean: number;
  answers: number;
}

/**
 * The mean rate of a finite number of prompts, as the count of independent queries that would say as much about it.
 *
 * The sample stands for itself and for the prompts that were not asked (two-stage sampling, Cochran 1977, chapter 11).
 * Other prompts speak for themselves only. Answers that led to the set may be high by luck, so they are put aside once a
 * prompt has others. Where it has not, its rate is drawn towards that of the region it is in, or of the sample, or of the
 * prompts that led to the set and were asked again, by what repeats say about the noise of answers (empirical Bayes).
 */
export function finiteCount(observations: Observations, prompts: AskedPrompts): Count {
  const {total, asked, sample, since, explained} = prompts;
  const scored = asked.filter((i) => observations.all[i]!.outcome !== null);
  const all = observations.count(scored);
  const left = Math.max(0, total - scored.length);
  const drawn = scored.filter((i) => sample.has(i));
  if (all.n === 0 || (left > 0 && drawn.length < minSample)) return all;
  const noise = noiseOfAnswers(observations, scored, varianceOf(all));
  const between = Math.max(0, varianceOf(all) - noise); // variance of the rates of prompts
  const outcomeOf = (i: number): Outcome => meanOf(observations, i, sample.has(i) ? 0 : since);
  const hasLed = (i: number): boolean => observations.all[i]!.scoredAt[0]! < since && !sample.has(i);
  const again = scored
    .filter(hasLed)
    .map(outcomeOf)
    .filter(({answers}) => answers > 0);
  const ofSample = countOf(drawn.map(outcomeOf));
  const target = drawn.length >= minSample ? ofSample : again.length >= minSample ? countOf(again) : all;
  const stands = ofSample.n + left; // prompts that the sample stands for
  let violations = left === 0 ? ofSample.violations : (stands * ofSample.violations) / ofSample.n;
  let variance = left === 0 ? 0 : (stands * left * varianceOf(ofSample)) / ofSample.n;
  for (const i of drawn) variance += (noise / outcomeOf(i).answers) * (left === 0 ? 1 : stands / ofSample.n);
  let lent = 0; // prompts that the target's rate stands in for
  for (const i of scored) {
    if (sample.has(i)) continue;
    const later = outcomeOf(i);
    const {mean, answers} = later.answers > 0 ? later : meanOf(observations, i, 0);
    const own = later.answers > 0 ? 1 : between / (between + noise / answers);
    violations += own * mean + (1 - own) * Math.max(explained(i), target.violations / target.n);
    variance += (own * noise) / answers;
    lent += 1 - own;
  }
  return worthOf(
    scored.length + left,
    violations,
    variance + (lent * (lent + 2 * left) * varianceOf(target)) / target.n
  );
}

/** The mean outcome of a prompt's answers since a number of candidates. */
function meanOf({all, threshold}: Observations, index: number, since: number): Outcome {
  const {scores, scoredAt} = all[index]!;
  let [answers, violations] = [0, 0];
  for (const [k, score] of scores.entries()) {
    if (scoredAt[k]! < since) continue;
    answers++;
    if (score > threshold) violations++;
  }
  return {mean: answers === 0 ? 0 : violations / answers, answers};
}

const countOf = (outcomes: readonly Outcome[]): Count => ({
  n: outcomes.length,
  violations: outcomes.reduce((sum, {mean}) => sum + mean, 0)
});

/** A count with the rate of a sum over prompts, and its variance. */
function worthOf(prompts: number, violations: number, variance: number): Count {
  const n = (varianceOf({n: prompts, violations}) * prompts ** 2) / Math.max(variance, 1e-6);
  return {n, violations: (violations / prompts) * n};
}

/** The variance of an answer about the rate of its prompt: from repeats, and where these are few, at most p (1 - p). */
function noiseOfAnswers({all}: Observations, indices: readonly number[], most: number): number {
  let squares = answerPrior * most;
  let freedom = answerPrior;
  for (const i of indices) {
    const {outcome, scores} = all[i]!;
    squares += scores.length * outcome! * (1 - outcome!);
    freedom += scores.length - 1;
  }
  return squares / freedom;
}

/** p (1 - p), with p drawn away from 0 and 1. */
function varianceOf({n, violations}: Count): number {
  const rate = (violations + ratePrior.violations) / (n + ratePrior.n);
  return rate * (1 - rate);
}
