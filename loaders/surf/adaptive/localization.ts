import type {Random} from "../../util/random.js";
import {
  futileCount,
  futilePriorRatio,
  lastRoundCredibility,
  lateLocalization,
  likelyFrom,
  localizationBatch,
  localizationBatchFrom,
  maxLocalizationTests,
  minWeakPair,
  verificationBatch,
  verifyFrom,
  weakPairCredibility,
  weakPairFrom
} from "./constants.js";
import type {CorePosterior} from "./core-posterior.js";
import type {GroupTest} from "./group-test.js";
import type {ModelParameters} from "./model-parameters.js";
import {probabilityAboveHalf} from "./rate-posterior.js";

/** What to do with a flagged candidate, given the posterior of its cores. */
export type LocalizationDecision =
  | {action: "reject"; weakSet: readonly number[] | null} // a subset that holds a weak pair
  | {action: "verify"; core: readonly number[]}
  | {action: "test"; tests: GroupTest[]; likelyCore: readonly number[] | null};

/**
 * The decision rule of localization, which attributes of a flagged candidate carry the failure. In this order:
 *
 * 1. reject when the tests are used up, or a weak pair is found;
 * 2. reject for futility: another call is better spent on new attributes;
 * 3. verify the mode of the posterior when there is a region, and this is its core, with enough certainty;
 * 4. else test the subsets with the highest expected information gain; in the last round there is no time for that, and
 *    the smallest credible set is tested.
 */
export function decideLocalization(
  posterior: CorePosterior,
  parameters: ModelParameters,
  {tests, roundsLeft}: {tests: number; roundsLeft: number}, // tests of the investigation so far
  random: Random
): LocalizationDecision {
  const {regionProbability, weakPairProbability, mode} = posterior;
  if (tests >= maxLocalizationTests || weakPairProbability > weakPairFrom)
    return {action: "reject", weakSet: weakSetOf(posterior)};
  if (isFutile(posterior, parameters, tests)) return {action: "reject", weakSet: null};
  if (regionProbability > verifyFrom.region && mode.probability > verifyFrom.core)
    return {action: "verify", core: mode.core};
  const isLikely = regionProbability > likelyFrom && mode.probability > likelyFrom;
  const sets =
    roundsLeft === 1
      ? lastRoundSets(posterior)
      : posterior.mostInformativeTests(batchSize(posterior, parameters, roundsLeft), random);
  const wholeSize = posterior.attributes.length;
  return {action: "test", tests: sets.map((set) => testOf(set, wholeSize)), likelyCore: isLikely ? mode.core : null};
}

const weakSetOf = (posterior: CorePosterior): number[] | null =>
  posterior.weakPairProbability > likelyFrom ? posterior.weakPairCredibleSet(weakPairCredibility) : null;

/**
 * Whether new attributes are likelier to hold a region, or the whole set clearly fails in less than half of its tests.
 */
function isFutile(
  {regionProbability, weakPairProbability, wholeSet}: CorePosterior,
  {regionPrior}: ModelParameters,
  tests: number
): boolean {
  if (weakPairProbability >= Math.max(minWeakPair.probability, regionPrior * minWeakPair.priorRatio)) return false;
  if (tests > 0 && regionProbability < regionPrior * futilePriorRatio) return true;
  return wholeSet.n >= futileCount.n && probabilityAboveHalf(wholeSet) < futileCount.probability;
}

function batchSize(
  {regionProbability, weakPairProbability}: CorePosterior,
  {baseRate}: ModelParameters,
  roundsLeft: number
): number {
  const {likely, unlikely, highBaseRate} = localizationBatch;
  const isLikely = regionProbability + weakPairProbability > localizationBatchFrom.posterior;
  const size = isLikely ? likely : baseRate > localizationBatchFrom.baseRate ? highBaseRate : unlikely;
  return roundsLeft <= lateLocalization.rounds ? size * lateLocalization.factor : size;
}

const lastRoundSets = (posterior: CorePosterior): (readonly number[])[] => {
  const set = posterior.credibleSets(lastRoundCredibility)[0] ?? posterior.attributes;
  return Array.from({length: verificationBatch}, () => set);
};

const testOf = (attributes: readonly number[], wholeSize: number): GroupTest => ({
  attributes,
  withBackground: false,
  purpose: attributes.length === wholeSize ? "replicate" : "reduce"
});
