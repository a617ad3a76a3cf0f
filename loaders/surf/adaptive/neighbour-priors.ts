import type {Neighbourhood} from "../../corpus/pools/neighbourhood.js";
import {posteriorProbability} from "./activity-model.js";
import {lendingProbability, paraphraseCorrelation} from "./constants.js";

/**
 * Priors of attributes whose paraphrases look active, so that trials of several wordings add up:
 * prior + r (p - prior), where p is the highest posterior among the paraphrases by their own trials and r the
 * correlation. Attributes that are not in the map keep the common prior.
 */
export function neighbourPriors(
  prior: number,
  bayesFactors: Float64Array,
  explained: ReadonlySet<number>,
  neighbours: Pick<Neighbourhood, "of"> | null
): Map<number, number> {
  const priors = new Map<number, number>();
  if (neighbours === null) return priors;
  for (const [id, bayesFactor] of bayesFactors.entries()) {
    const active = explained.has(id) ? 0 : posteriorProbability(prior, bayesFactor);
    if (active < lendingProbability) continue;
    for (const other of neighbours.of(id))
      priors.set(other, Math.max(priors.get(other) ?? 0, prior + paraphraseCorrelation * (active - prior)));
  }
  return priors;
}
