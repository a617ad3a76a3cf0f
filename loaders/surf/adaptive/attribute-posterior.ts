import type {Neighbourhood} from "../../corpus/pools/neighbourhood.js";
import {activityBayesFactor, liftWeight, posteriorProbability} from "./activity-model.js";
import {
  attributeRateShrinkage,
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
  rareAttributeBoost,
  silentProbability
} from "./constants.js";
import {neighbourPriors} from "./neighbour-priors.js";
import {isExplained, type Observations} from "./observations.js";

const lifts = liftGrid.length;
const logWithoutViolation = liftGrid.map((lift) => Math.log(1 - lift));

/** What attributes do by themselves. */
export interface AttributeRates {
  readonly baseRate: number; // outside every region
  readonly lift: ArrayLike<number>; // posterior mean of what an attribute adds to the rate
  /** The rate of an attribute in queries that are not among some `n` with `violations`; shrunk to the base rate. */
  rateOutside(id: number, n: number, violations: number): number;
  /** How many times likelier than a priori an attribute is active by its other queries than some `n`. */
  ratioOutside(id: number, n: number, violations: number): number;
}

/**
 * The posterior of every attribute being active (activity-model.ts), from all distinct queries that no known set
 * explains. The company of an attribute is taken at its posterior mean lift as of the last update:
 *
 *     P(no violation) = (1 - base rate) * product over the other attributes of (1 - lift)
 *
 * so that a failure which a known attribute accounts for does not make its company suspect.
 */
export class AttributePosterior implements AttributeRates {
  baseRate = initialBaseRate; // outside every region
  readonly n: Float64Array; // by attribute: distinct queries that no known set explains
  readonly violations: Float64Array; // of these, the sum of outcomes
  readonly active: Float64Array; // probability that an attribute is part of a region not yet known
  readonly activityRatio: Float64Array; // how many times its prior that is, to first order: Bayes factor, capped
  readonly regionRatio: Float64Array; // Bayes factor of its being a region by itself, against doing nothing
  readonly lift: Float64Array; // posterior mean of what an attribute adds to the rate
  readonly #firstRegionLift: number; // in the grid
  readonly #maxRatio: Float64Array; // 1 / the prior probability of being active, higher for a frequent attribute
  #ratioOf = activityBayesFactor(initialBaseRate);

  constructor(
    readonly observations: Observations,
    bar: number,
    private readonly neighbours: Pick<Neighbourhood, "of"> | null = null,
    shareOfPool: (id: number) => number = () => 1 / observations.size // of the attributes of all rows
  ) {
    const {size} = observations;
    this.#maxRatio = Float64Array.from({length: size}, (_, id) =>
      Math.max(1, Math.min(rareAttributeBoost * size, 1 / Math.max(shareOfPool(id), 1e-12)) / expectedActive)
    );
    this.n = new Float64Array(size);
    this.violations = new Float64Array(size);
    this.lift = new Float64Array(size);
    this.activityRatio = new Float64Array(size).fill(1);
    this.regionRatio = new Float64Array(size).fill(1);
    this.active = new Float64Array(size);
    this.#firstRegionLift = Math.max(
      0,
      liftGrid.findIndex((lift) => lift >= Math.min(bar, liftGrid.at(-1)!) - 1e-9)
    );
  }

  /** Computes everything again from the observations that none of the known sets explains. */
  update(known: readonly (readonly number[])[]): void {
    this.baseRate = estimateBaseRate(this.observations);
    this.#ratioOf = activityBayesFactor(this.baseRate);
    this.#update(this.#logLikelihoodRatios(), new Set(known.flat()));
  }

  rateOutside(id: number, n: number, violations: number): number {
    const rest = Math.max(0, this.violations[id]! - violations) + attributeRateShrinkage * this.baseRate;
    return rest / (Math.max(0, this.n[id]! - n) + attributeRateShrinkage);
  }

  ratioOutside(id: number, n: number, violations: number): number {
    const [others, failed] = [Math.max(0, this.n[id]! - n), Math.max(0, this.violations[id]! - violations)];
    return Math.min(this.#maxRatio[id]!, this.#ratioOf(failed, Math.max(others, failed)));
  }

  /** [attribute, lift] -> log of P(outcomes | active with that lift) / P(outcomes | inactive). */
  #logLikelihoodRatios(): Float64Array {
    const logs = new Float64Array(this.observations.size * lifts);
    this.n.fill(0);
    this.violations.fill(0);
    for (const observation of this.observations.all) {
      const {attributes, outcome} = observation;
      if (outcome === null || isExplained(observation)) continue;
      let clean = 1 - this.baseRate;
      for (const id of attributes) clean *= 1 - this.lift[id]!;
      for (const id of attributes) {
        this.n[id]!++;
        this.violations[id]! += outcome;
        if (outcome < 1)
          for (let k = 0; k < lifts; k++) logs[id * lifts + k]! += (1 - outcome) * logWithoutViolation[k]!;
        if (outcome === 0) continue;
        const company = Math.min(maxCleanCompany, clean / (1 - this.lift[id]!));
        for (let k = 0; k < lifts; k++)
          logs[id * lifts + k]! += outcome * Math.log((1 - company * (1 - liftGrid[k]!)) / (1 - company));
      }
    }
    return logs;
  }

  #update(logs: Float64Array, explained: ReadonlySet<number>): void {
    const {size} = this.observations;
    const commonPrior = Math.min(maxActivePrior, expectedActive / size);
    const [bayesFactors, liftSums] = this.#mixOverLifts(logs);
    const priors = neighbourPriors(commonPrior, bayesFactors, explained, this.neighbours);
    for (let id = 0; id < size; id++) {
      const prior = priors.get(id) ?? commonPrior;
      const active = posteriorProbability(prior, bayesFactors[id]!);
      const isExplained = explained.has(id);
      this.lift[id] = Math.min(maxLift, (active * liftSums[id]!) / bayesFactors[id]!);
      this.active[id] = isExplained ? Math.min(active, explainedActivity * commonPrior) : active;
      const ratio = Math.min(this.#maxRatio[id]!, bayesFactors[id]!); // a probability does not exceed 1
      this.activityRatio[id] = (isExplained ? Math.min(ratio, explainedActivity) : ratio) * (prior / commonPrior);
      this.regionRatio[id]! *= prior / commonPrior;
    }
  }

  /** The Bayes factor of each attribute, and the sum of lifts weighted by their part in it. */
  #mixOverLifts(logs: Float64Array): [bayesFactors: Float64Array, liftSums: Float64Array] {
    const {size} = this.observations;
    const bayesFactors = new Float64Array(size).fill(silentProbability);
    const liftSums = new Float64Array(size);
    for (let id = 0; id < size; id++) {
      let region = 0;
      for (let k = 0; k < lifts; k++) {
        const ratio = Math.exp(Math.min(maxLogLikelihoodRatio, logs[id * lifts + k]!));
        bayesFactors[id]! += liftWeight * ratio;
        liftSums[id]! += liftWeight * ratio * liftGrid[k]!;
        if (k >= this.#firstRegionLift) region += ratio;
      }
      this.regionRatio[id] = region / (lifts - this.#firstRegionLift);
    }
    return [bayesFactors, liftSums];
  }
}

/** Posterior mean of the base rate: of queries that explore and of the control arm, which no flag selected. */
function estimateBaseRate({all}: Observations): number {
  let n = 0;
  let violations = 0;
  for (const observation of all) {
    const {purpose, outcome} = observation;
    if (outcome === null || isExplained(observation) || (purpose !== "explore" && purpose !== "control")) continue;
    n++;
    violations += outcome;
  }
  return Math.max(minBaseRate, (violations + baseRatePrior.violations) / (n + baseRatePrior.n));
}
