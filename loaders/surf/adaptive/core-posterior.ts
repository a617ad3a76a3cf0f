import type {Random} from "../../util/random.js";
import {activityBayesFactor} from "./activity-model.js";
import {selectByMask, sizeOfMask} from "./attribute-set.js";
import type {AttributePosterior} from "./attribute-posterior.js";
import {attributeRateShrinkage, maxMemberBayesFactor, maxRateOutsideRegion} from "./constants.js";
import {hypothesesOn, priorOf, type Hypothesis} from "./core-hypotheses.js";
import {logLikelihood, violationProbabilities} from "./core-likelihood.js";
import type {Explained} from "./explained.js";
import {mostInformativeTests} from "./information-gain.js";
import type {ModelParameters} from "./model-parameters.js";
import type {BinomialCount} from "./rate-posterior.js";
import {countBySubset, type SubsetCounts} from "./subset-counts.js";

/** What a posterior of cores is computed from. */
export interface CoreEvidence {
  posterior: AttributePosterior; // with the observations
  explained: Explained; // candidates that confirmed regions explain
  parameters: ModelParameters;
}

/**
 * The posterior of which subset of up to five attributes carries a failure, if any, from all candidates that have some
 * of them:
 *
 *     P(h | outcomes) ∝ P(h) * product over subsets of P(outcomes | h) * product over i in the core of BF_i
 *
 * P(h) is in core-hypotheses.ts and P(outcomes | h) in core-likelihood.ts. BF_i, for cores of two or more, is the Bayes
 * factor for activity (activity-model.ts) that attribute i shows without the others: members of a region often fail a
 * little in other company, which the likelihood of a core does not contain.
 */
export class CorePosterior {
  readonly wholeSet: BinomialCount; // candidates that had all of the attributes
  readonly regionProbability: number; // that the attributes hold a region
  readonly weakPairProbability: number; // that they hold a weak pair and no region
  readonly #weights: Float64Array; // by hypothesis
  readonly #probabilities: Float64Array; // [hypothesis, subset] -> probability of a violation
  readonly #cores: Float64Array; // by mask: probability that it is a region's core; 0: the null hypothesis
  readonly #weakPairs: Float64Array; // by mask

  constructor(
    readonly attributes: readonly number[],
    {posterior, explained, parameters}: CoreEvidence
  ) {
    const subsets = 1 << attributes.length;
    const counts = countBySubset(attributes, posterior, explained);
    const members = membersOf(counts, parameters.baseRate);
    const hypotheses = hypothesesOn(attributes.length);
    this.wholeSet = {n: counts.n[subsets - 1]!, violations: counts.violations[subsets - 1]!};
    this.#probabilities = violationProbabilities(
      hypotheses,
      members.map(({rate}) => rate),
      parameters
    );
    const logs = Float64Array.from(hypotheses, (hypothesis, h) => {
      const predicted = this.#probabilities.subarray(h * subsets, (h + 1) * subsets);
      return logPosterior(hypothesis, predicted, members, counts, parameters);
    });
    this.#weights = normalize(logs);
    this.#cores = new Float64Array(subsets);
    this.#weakPairs = new Float64Array(subsets);
    for (const [h, {core, kind}] of hypotheses.entries())
      (kind === "weak pair" ? this.#weakPairs : this.#cores)[core]! += this.#weights[h]!;
    this.weakPairProbability = this.#weakPairs.reduce((sum, weight) => sum + weight, 0);
    this.regionProbability = 1 - this.#cores[0]! - this.weakPairProbability;
  }

  /** The core with the highest posterior, and its probability given that there is a region. */
  get mode(): {core: number[]; probability: number} {
    let mode = 1;
    for (let mask = 1; mask < this.#cores.length; mask++) if (this.#cores[mask]! > this.#cores[mode]!) mode = mask;
    const probability = this.#cores[mode]! / Math.max(1e-12, this.regionProbability);
    return {core: selectByMask(this.attributes, mode), probability};
  }

  /** Subsets that include the core with at least this probability, given a region: smallest first, then likeliest. */
  credibleSets(level: number): number[][] {
    return this.#setsIncluding(this.#cores, level * this.regionProbability);
  }

  /** The smallest subset that includes the weak pair with at least this probability, given one. */
  weakPairCredibleSet(level: number): number[] {
    return this.#setsIncluding(this.#weakPairs, level * this.weakPairProbability)[0] ?? [...this.attributes];
  }

  /** The sets to test next, each with the highest expected information gain (information-gain.ts). */
  mostInformativeTests(count: number, random: Random): number[][] {
    const subsets = 1 << this.attributes.length;
    const predictions = {weights: this.#weights, probabilities: this.#probabilities, subsets};
    return mostInformativeTests(predictions, count, random).map((mask) => selectByMask(this.attributes, mask));
  }

  #setsIncluding(weights: Float64Array, minProbability: number): number[][] {
    const found: {mask: number; probability: number}[] = [];
    for (let mask = 1; mask < weights.length; mask++) {
      let probability = 0;
      for (let core = mask; core > 0; core = (core - 1) & mask) probability += weights[core]!;
      if (probability >= minProbability) found.push({mask, probability});
    }
    found.sort((a, b) => sizeOfMask(a.mask) - sizeOfMask(b.mask) || b.probability - a.probability);
    return found.map(({mask}) => selectByMask(this.attributes, mask));
  }
}

/** What candidates say that have one of the attributes and none of the others, beyond what their company explains. */
interface Member {
  rate: number;
  logBayesFactor: number; // for activity
}

function membersOf({n, violations, expected}: SubsetCounts, baseRate: number): Member[] {
  const bayesFactor = activityBayesFactor(baseRate);
  return Array.from(expected, (expectedHere, i) => {
    const trials = n[1 << i]!;
    const excess = Math.max(0, violations[1 << i]! - expectedHere);
    const factor = bayesFactor(excess + baseRate * trials, trials);
    return {
      rate: baseRate + Math.min(maxRateOutsideRegion, excess / (trials + attributeRateShrinkage)),
      logBayesFactor: Math.log(Math.min(maxMemberBayesFactor, factor))
    };
  });
}

/** Log of the posterior of a hypothesis, up to a constant. `predicted`: by subset, its probability of a violation. */
function logPosterior(
  hypothesis: Hypothesis,
  predicted: Float64Array,
  members: readonly Member[],
  {n, violations}: SubsetCounts,
  parameters: ModelParameters
): number {
  const {core} = hypothesis;
  let log = Math.log(priorOf(hypothesis, members.length, parameters));
  if (sizeOfMask(core) > 1)
    for (const [i, {logBayesFactor}] of members.entries()) if ((core >> i) & 1) log += logBayesFactor;
  for (let subset = 1; subset < n.length; subset++)
    if (n[subset]! > 0) log += logLikelihood({n: n[subset]!, violations: violations[subset]!}, predicted[subset]!);
  return log;
}

/** Probabilities from logs of unnormalized ones. */
function normalize(logs: Float64Array): Float64Array {
  const highest = logs.reduce((a, b) => Math.max(a, b), -Infinity);
  const weights = logs.map((log) => Math.exp(log - highest));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}
