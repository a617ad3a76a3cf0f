import {falseDiscoveryRate, spendingOffset} from "./constants.js";

/** The share of the error budget that the j-th trial has, from 1: they add up to 1 however many trials there are. */
export const shareOfTrial = (place: number): number =>
  spendingOffset / ((place + spendingOffset - 1) * (place + spendingOffset));

/**
 * Which of several e-values are discoveries at a false discovery rate of 5%, by the weighted e-BH procedure: the largest
 * R such that R of them, each times its share of the error budget, are at least 1 / (0.05 * R). Shares are fixed when a
 * trial opens, and each e-value has expectation at most 1 where its hypothesis is true whatever came before. So the rate
 * holds at any moment one looks, for any dependence and any number of trials (Wang and Ramdas 2022; as e-LOND, Xu and
 * Ramdas 2024).
 */
export function discoveries<T>(trials: readonly T[], weightedEvidence: (trial: T) => number): Set<T> {
  const needed = (trial: T) => 1 / (falseDiscoveryRate * weightedEvidence(trial)); // R it needs
  const ranked = trials.map((trial) => ({trial, needed: needed(trial)})).sort((a, b) => a.needed - b.needed);
  let count = 0;
  for (const [i, {needed}] of ranked.entries()) if (needed <= i + 1) count = i + 1;
  return new Set(ranked.slice(0, count).map(({trial}) => trial));
}

/** The e-value times its share that one more discovery takes. */
export const neededOfAll = (discovered: number): number => 1 / (falseDiscoveryRate * (discovered + 1));

/** The e-value of a trial that one more discovery takes. */
export const neededEvidence = (place: number, discovered: number): number =>
  neededOfAll(discovered) / shareOfTrial(place);
