import {ablationBatch, corpusBatch, futile, likelyFrom, minSample, trialBatch} from "./constants.js";
import {countUnused, type CorpusTrial} from "./corpus-trial.js";
import {isNeeded, isRedundant} from "./trial.js";
import type {TrialQuery} from "./trial-query.js";

/** What the trial of a set in a corpus asks for next: fresh prompts first, then the same ones again. */
export function corpusQueries(
  trial: CorpusTrial,
  {baseRate, isProven, mayProve, maxFresh}: {baseRate: number; isProven: boolean; mayProve: boolean; maxFresh: number}
): TrialQuery[] {
  if (!isProven && !mayProve && trial.mayReduce) return [];
  if (trial.isUnclear) return again(trial, ablationBatch);
  const probability = trial.probabilityAbove(trial.testedRate);
  const isLikely = trial.mayReduce && probability >= corpusBatch.likely;
  const isSettled = trial.isMeasured && isProven && probability >= likelyFrom;
  const verify = isSettled ? [] : verifying(trial, isLikely, maxFresh);
  if (!isLikely || trial.set.length === 1) return verify;
  const undecided = trial.parts(baseRate).filter((part) => !isNeeded(part) && !isRedundant(part));
  const ablate = undecided.flatMap(({rest, without}) => {
    const drawn = trial.ablations.get(without)?.length ?? 0;
    const fresh = drawn < maxFresh ? countUnused(trial.corpus, rest, without, ablationBatch) : 0;
    return repeat(fresh, {attributes: rest, purpose: "ablate", needs: {all: rest, none: [without], unused: true}});
  });
  const needsMore = undecided.length > 0 && verify.length + ablate.length === 0;
  return needsMore ? verifying(trial, isLikely, maxFresh) : [...verify, ...ablate];
}

function verifying(trial: CorpusTrial, isLikely: boolean, maxFresh: number): TrialQuery[] {
  const {set, count} = trial;
  const size = count.n === 0 ? trialBatch.first : isLikely ? corpusBatch.size : trialBatch.min;
  const fresh = count.n < maxFresh ? trial.countUnused(size) : 0;
  if (fresh === 0) return trial.mayRepeat ? again(trial, size) : [];
  return repeat(fresh, {attributes: set, purpose: "verify", needs: {all: set, none: [], unused: true}});
}

/** Prompts of a set, those that were asked least often first. */
const again = ({set}: CorpusTrial, times: number): TrialQuery[] =>
  repeat(times, {attributes: set, purpose: "verify", needs: {all: set, none: [], unused: false}});

/** Whether a trial is given up: its rate is hardly above the tested one, the less likely the more is known. */
export function isFutileInCorpus(trial: CorpusTrial): boolean {
  const {count, rate, testedRate, wanted} = trial;
  const probability = trial.probabilityAbove(testedRate);
  const {start, end, n: to} = futile.probability;
  if (count.n < trialBatch.first - 1 && trial.countUnused(1) > 0)
    return wanted >= 4 * trialBatch.first || (rate.n >= futile.withAll.n && probability < futile.withAll.probability);
  const least = start + (end - start) * Math.min(1, Math.max(count.n, minSample) / to);
  return probability < least && !trial.isUnclear;
}

const repeat = (times: number, query: TrialQuery): TrialQuery[] => Array.from({length: times}, () => query);
