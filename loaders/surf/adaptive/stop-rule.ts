import type {AdaptiveSearch, Exposure} from "./adaptive-search.js";
import {stopRule, trialFrom} from "./constants.js";
import {firstOfMeaning} from "./paraphrases.js";

/** What a search has come to, as far as the stop rule asks. */
export interface SearchState {
  found: number; // regions, those of one meaning once
  asked: number; // candidates so far
  planned: number; // candidates of the whole search
  exposures: readonly Exposure[];
}

/**
 * The stop rule: whether fewer than `stopBelow` further regions are expected. Never while something that was asked may
 * still become a region: an open trial, or, where nothing was found yet, a trial whose rate may reach the bar or an
 * attribute that is likely part of a region. Such leads cost a few rounds. Never in the last fifth of a search that found
 * regions either: it tries what is less likely there, and little is left to save.
 */
export function isExhausted(search: AdaptiveSearch, stopBelow: number): boolean {
  const {observations, planned, exposures} = search;
  const found = countMeanings(search);
  const isTrying = search.trials.open.length > 0;
  const isLate = observations.asked >= trialFrom.lateShare * planned;
  if (found === 0 ? hasLead(search) || observations.asked < leastWithoutRegion(search) : isTrying || isLate)
    return false;
  return expectedRegions({found, asked: observations.asked, planned, exposures}) < stopBelow;
}

/**
 * Whether something may still become a region: a trial, or an attribute that is likely part of one and may meet its partner
 * yet. What the prompts of a corpus have is known, so there it would have.
 */
function hasLead({trials, posterior: {active, n}, isOfCorpus}: AdaptiveSearch): boolean {
  const {trial: leastAbove, active: leastActive, met} = stopRule.lead;
  if (trials.open.some((trial) => trial.probabilityAbove(trial.testedRate) >= leastAbove)) return true;
  return !isOfCorpus && active.some((probability, id) => probability >= leastActive && n[id]! < met);
}

/** Candidates before which a search without a region goes on: prompts of a corpus are few, and each is known. */
function leastWithoutRegion({pool, isOfCorpus}: AdaptiveSearch): number {
  if (isOfCorpus) return 0;
  const {candidates, perAttribute, perPair} = stopRule.least;
  const {size} = pool;
  return Math.min(candidates, Math.max(perAttribute * size, (perPair * size * (size - 1)) / 2));
}

function countMeanings({regions, pool}: AdaptiveSearch): number {
  const cores = regions.filter(({tooFew}) => tooFew === null).map(({core}) => core);
  return firstOfMeaning(cores, pool).filter((first, i) => first === i).length;
}

/**
 * The expected number of further regions. The acquisition values of the scored candidates so far add up to the number V of
 * regions that the prior would have them meet; what comes next is worth v a candidate, the mean of the last 1,000 that
 * explored.
 *
 * Where regions were found, the prior is off by a factor of (found + 0.5) / V, the posterior mean of a Poisson rate with
 * Jeffreys' prior, and the rule looks at all the rest of the search: where there are regions the last ones count too.
 * Where none was found, there is likely none: the factor is 0.25 / V, and the rule looks at the next 1,000 candidates.
 */
export function expectedRegions({found, asked, planned, exposures}: SearchState): number {
  const met = exposures.reduce((sum, {value, scored}) => sum + value * scored, 0);
  const {withRegions, without} = stopRule.prior;
  const factor = (found === 0 ? without : found + withRegions) / Math.max(1, met);
  const horizon = found === 0 ? stopRule.horizon : Math.max(stopRule.horizon, planned - asked);
  return factor * recentValue(exposures) * horizon;
}

/** The mean acquisition value of the last 1,000 candidates that explored, in whole rounds. */
function recentValue(exposures: readonly Exposure[]): number {
  let [value, candidates] = [0, 0];
  for (let i = exposures.length - 1; i >= 0 && candidates < stopRule.horizon; i--) {
    value += exposures[i]!.value;
    candidates += exposures[i]!.candidates;
  }
  return candidates === 0 ? Infinity : value / candidates;
}
