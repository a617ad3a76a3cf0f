import {sizeOfMask} from "./attribute-set.js";
import {maxRateOutsideRegion, partialRate} from "./constants.js";
import type {Hypothesis} from "./core-hypotheses.js";
import type {ModelParameters} from "./model-parameters.js";
import type {BinomialCount} from "./rate-posterior.js";

/**
 * [hypothesis, subset] -> probability that a query with this subset of the attributes fails:
 *
 *     P(violation | h, S) = max(rate of h at S, 1 - (1 - base) * product over i in S of (1 - rate_i) / (1 - base))
 *
 * The first is the region's rate where S has the whole core, the partial rate for a weak pair or for a graded core that
 * lacks one attribute, else 0. The second is what the attributes do by themselves: a noisy or of their rates in other
 * company.
 */
export function violationProbabilities(
  hypotheses: readonly Hypothesis[],
  attributeRates: readonly number[],
  {baseRate, regionRate}: ModelParameters
): Float64Array {
  const subsets = 1 << attributeRates.length;
  const probabilities = new Float64Array(hypotheses.length * subsets);
  for (let subset = 0; subset < subsets; subset++) {
    const outside = rateOutsideRegion(subset, attributeRates, baseRate);
    for (const [h, hypothesis] of hypotheses.entries())
      probabilities[h * subsets + subset] = Math.max(rateUnder(hypothesis, subset, regionRate), outside);
  }
  return probabilities;
}

function rateOutsideRegion(subset: number, attributeRates: readonly number[], baseRate: number): number {
  let clean = 1 - baseRate;
  for (const [i, rate] of attributeRates.entries())
    if ((subset >> i) & 1) clean *= Math.min(1, (1 - rate) / (1 - baseRate));
  return Math.min(Math.max(baseRate, maxRateOutsideRegion), 1 - clean);
}

function rateUnder({core, kind}: Hypothesis, subset: number, regionRate: number): number {
  if (kind === "null") return 0;
  const missing = sizeOfMask(core & ~subset);
  if (missing === 0) return kind === "weak pair" ? partialRate : regionRate;
  return missing === 1 && kind === "graded region" ? partialRate : 0;
}

/** Log of P(v violations in n trials), up to the binomial coefficient, which is the same for all hypotheses. */
export const logLikelihood = ({n, violations}: BinomialCount, probability: number): number =>
  violations * Math.log(probability) + (n - violations) * Math.log(1 - probability);
