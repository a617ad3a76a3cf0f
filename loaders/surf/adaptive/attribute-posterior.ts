import type {Neighbourhood} from "../../corpus/pools/neighbourhood.js";
import {liftWeight, posteriorProbability} from "./activity-model.js";
import {
  baseRatePrior,
  expectedActive,
  explainedActivity,
  initialBaseRate,
  liftGrid,
  maxActivePrior,
  maxCleanCompany,
  maxLift,
  maxLogLikelihoodRatio,
  minBaseRate,
  silentProbability
} from "./constants.js";
import {Explained} from "./explained.js";
import {neighbourPriors} from "./neighbour-priors.js";
import type {Observations} from "./observations.js";
import {violationCutoff} from "./violation-cutoff.js";

const lifts = liftGrid.length;
const logWithoutViolation = liftGrid.map((lift) => Math.log(1 - lift));

/**
 * The posterior of every attribute being active (activity-model.ts), from all observations that no known core explains.
 * The company of an attribute is taken at its posterior mean lift as of the last update:
 *
 *     P(no violation) = (1 - base rate) * product over the other attributes of (1 - lift)
 *
 * so that a failure which a known attribute accounts for does not make its company suspect.
 */
export class AttributePosterior {
  baseRate = initialBaseRate; // outside every region
  readonly active: Float64Array; // probability that an attribute is part of a region not yet known
  readonly activityRatio: Float64Array; // how many times its prior that is, to first order: Bayes factor, capped
  readonly lift: Float64Array; // posterior mean of what an attribute adds to the rate

  constructor(
    readonly observations: Observations,
    private readonly neighbours: Pick<Neighbourhood, "of"> | null = null
  ) {
    this.lift = new Float64Array(observations.size);
    this.activityRatio = new Float64Array(observations.size).fill(1);
    this.active = new Float64Array(observations.size);
  }

  /** Computes everything again from the observations, without what known cores explain. */
  update(cores: readonly (readonly number[])[]): void {
    const {observations} = this;
    const scores = observations.all.flatMap(({score}) => score ?? []);
    observations.classify(violationCutoff(scores, observations.threshold));
    const explained = this.explainedBy(cores);
    this.baseRate = estimateBaseRate(observations, explained);
    this.#update(this.#logLikelihoodRatios(explained), new Set(cores.flat()));
  }

  /** The candidates that have all of one of the cores. */
  explainedBy(cores: readonly (readonly number[])[]): Explained {
    return new Explained(this.observations, cores, (attributes, attribute) => this.rateWithout(attributes, attribute));
  }

  /** The rate that a set would have without one of its attributes. */
  rateWithout(attributes: readonly number[], attribute: number): number {
    let clean = 1 - this.baseRate;
    for (const id of attributes) if (id !== attribute) clean *= 1 - this.lift[id]!;
    return 1 - clean;
  }

  /** [attribute, lift] -> log of P(outcomes | active with that lift) / P(outcomes | inactive). */
  #logLikelihoodRatios(explained: Explained): Float64Array {
    const logs = new Float64Array(this.observations.size * lifts);
    for (const [i, {attributes, violated}] of this.observations.all.entries()) {
      if (violated === null || explained.has(i)) continue;
      let clean = 1 - this.baseRate;
      for (const id of attributes) clean *= 1 - this.lift[id]!;
      for (const id of attributes) {
        const company = Math.min(maxCleanCompany, clean / (1 - this.lift[id]!));
        for (let k = 0; k < lifts; k++)
          logs[id * lifts + k]! += violated
            ? Math.log((1 - company * (1 - liftGrid[k]!)) / (1 - company))
            : logWithoutViolation[k]!;
      }
    }
    return logs;
  }

  #update(logs: Float64Array, explained: ReadonlySet<number>): void {
    const {size} = this.observations;
    const commonPrior = Math.min(maxActivePrior, expectedActive / size);
    const [bayesFactors, liftSums] = mixOverLifts(logs, size);
    const priors = neighbourPriors(commonPrior, bayesFactors, explained, this.neighbours);
    for (let id = 0; id < size; id++) {
      const prior = priors.get(id) ?? commonPrior;
      const active = posteriorProbability(prior, bayesFactors[id]!);
      const isExplained = explained.has(id);
      this.lift[id] = Math.min(maxLift, (active * liftSums[id]!) / bayesFactors[id]!);
      this.active[id] = active * (isExplained ? explainedActivity.probability : 1);
      const ratio = Math.min(1 / commonPrior, bayesFactors[id]!); // a probability does not exceed 1
      this.activityRatio[id] = ratio * (isExplained ? explainedActivity.ratio : 1) * (prior / commonPrior);
    }
  }
}

/** The Bayes factor of each attribute, and the sum of lifts weighted by their part in it. */
function mixOverLifts(logs: Float64Array, size: number): [bayesFactors: Float64Array, liftSums: Float64Array] {
  const bayesFactors = new Float64Array(size).fill(silentProbability);
  const liftSums = new Float64Array(size);
  for (let id = 0; id < size; id++)
    for (let k = 0; k < lifts; k++) {
      const weight = liftWeight * Math.exp(Math.min(maxLogLikelihoodRatio, logs[id * lifts + k]!));
      bayesFactors[id]! += weight;
      liftSums[id]! += weight * liftGrid[k]!;
    }
  return [bayesFactors, liftSums];
}

/** Posterior mean of the base rate: of candidates that explore and of the control arm, which no flag selected. */
function estimateBaseRate({all}: Observations, explained: Explained): number {
  let n = 0;
  let violations = 0;
  for (const [i, {purpose, violated}] of all.entries()) {
    if (violated === null || explained.has(i) || (purpose !== "explore" && purpose !== "control")) continue;
    n++;
    if (violated) violations++;
  }
  return Math.max(minBaseRate, (violations + baseRatePrior.violations) / (n + baseRatePrior.n));
}
