import {
  confirmFrom,
  earlyAblation,
  lateVerification,
  maxVerificationBatch,
  maxVerifications,
  minVerifications,
  rejectBelow,
  verificationBatch
} from "./constants.js";
import type {CoreMeasurement} from "./core-measurement.js";
import {repeatTest, type GroupTest} from "./group-test.js";
import {probabilityAboveHalf, trialsToReach, type BinomialCount} from "./rate-posterior.js";

/** What to do with a core that is being measured. */
export type VerificationDecision =
  | {action: "reject"}
  | {action: "reduce"; to: CoreMeasurement}
  | {action: "confirm"}
  | {action: "test"; tests: GroupTest[]};

/** How far the search is. */
export interface SearchProgress {
  roundsLeft: number; // rounds that can still be planned, this one included
  planned: number; // candidates of the whole search
}

/**
 * The decision rule of verification, a sequential test of rate > 1/2 against rate <= 1/2 for a core. `count` is of all
 * candidates that tested exactly this core, except those that selected it. In this order:
 *
 * 1. reject when the verification sample alone has P(rate > 1/2) < 0.04, or when it is used up and `count` has less
 *    than 0.95;
 * 2. reduce when an ablation shows that an attribute is redundant: the smaller core is measured from the start;
 * 3. confirm when `count` has P(rate > 1/2) >= 0.95, the sample alone > 0.75, and the ablations are complete;
 * 4. else ask for what is missing.
 */
export function decideVerification(
  measurement: CoreMeasurement,
  count: BinomialCount,
  progress: SearchProgress
): VerificationDecision {
  const probability = probabilityAboveHalf(count);
  if (isRejected(measurement, probability, progress)) return {action: "reject"};
  const {reduced} = measurement;
  if (reduced !== null) return {action: "reduce", to: reduced};
  const isProven = measurement.isVerified && probability >= confirmFrom;
  const isEarly = progress.roundsLeft <= earlyAblation.rounds || measurement.sample.length > 0;
  const wantsAblations = isProven || (isEarly && probability > earlyAblation.probability);
  const ablations = wantsAblations ? measurement.missingAblations : [];
  if (isProven && ablations.length === 0) return {action: "confirm"};
  const {core, sample} = measurement;
  const size = isProven ? 0 : measurement.countFresh(batchSize(sample.length, count, progress));
  const verifications = repeatTest(size, {attributes: core, withBackground: true, purpose: "verify"});
  const tests = [...verifications, ...ablations];
  return tests.length === 0 ? {action: "reject"} : {action: "test", tests}; // no prompt is left that could settle it
}

function isRejected(
  {sample, probability: bySample}: CoreMeasurement,
  byAll: number,
  {planned}: SearchProgress
): boolean {
  if (sample.length >= rejectBelow.n && bySample < rejectBelow.probability) return true;
  const {min, max, perCandidates} = maxVerifications;
  return sample.length >= Math.min(max, Math.max(min, planned / perCandidates)) && byAll < confirmFrom;
}

/** As many tests as confirmation takes at the rate so far, within the batch sizes of a round. */
function batchSize(sampled: number, count: BinomialCount, {roundsLeft}: SearchProgress): number {
  const usual = sampled === 0 ? minVerifications : verificationBatch;
  const min = roundsLeft <= lateVerification.rounds ? lateVerification.factor * verificationBatch : usual;
  return sampled === 0 ? min : Math.max(min, trialsToReach(confirmFrom, count, maxVerificationBatch));
}
