import betaCdf from "@stdlib/stats-base-dists-beta-cdf";
import type {Purpose} from "../../../src/shared/schema.js";
import {ablationBatch, minAblations, minSample, ratePrior, surelyMinimal, surelyRedundant} from "./constants.js";
import {includesAll} from "./attribute-set.js";
import {shareOfTrial} from "./fdr.js";
import {mixtureRatio, ratesAbove} from "./mixture.js";
import type {Count, Observations} from "./observations.js";

/**
 * The trial of a set of attributes: fresh queries, asked for no other reason, that measure its rate, and ablations,
 * which have all of it but one attribute. Nothing that led to the trial is part of its evidence.
 */
export class Trial {
  readonly sample: number[] = []; // distinct queries that measure the set
  readonly ablations = new Map<number, number[]>(); // by attribute: distinct queries without it
  wanted = 0; // verifying candidates that it had
  state: "open" | "waiting" | "confirmed" | "dropped" = "open"; // waiting: undecided, and asks no more

  constructor(
    readonly set: readonly number[],
    readonly place: number, // among all trials of the search, from 1
    readonly origin: number | null, // the flagged candidate that led to it
    readonly run: number,
    readonly testedRate: number, // what its rate is tested against
    readonly priorOdds: number, // of its being a region
    readonly openedAt: number, // distinct queries at that time
    protected readonly observations: Observations
  ) {}

  /** Takes in one of its candidates; `isFresh`: its query was never asked before. */
  observe(purpose: Purpose, index: number, isFresh: boolean): void {
    const {attributes, outcome} = this.observations.all[index]!;
    if (purpose === "verify") this.wanted++;
    if (!isFresh || outcome === null) return;
    const missing = this.set.filter((id) => !attributes.includes(id));
    if (missing.length === 0) this.sample.push(index);
    if (purpose === "ablate" && missing.length === 1) this.#ablation(missing[0]!).push(index);
  }

  get count(): Count {
    return this.observations.count(this.sample);
  }

  /** Whether its rate is known well enough for a verdict. */
  get isMeasured(): boolean {
    return this.count.n >= minSample;
  }

  /** Whether its parts can be held against it. */
  get mayReduce(): boolean {
    return this.isMeasured;
  }

  /** The distinct queries that a report of its rate rests on. */
  get measuredBy(): number[] {
    return [...this.sample];
  }

  /** What is known of its rate. */
  get rate(): Count {
    return this.count;
  }

  /** The e-value of "its rate is above c", valid whenever one looks. */
  evidenceAbove(c: number): number {
    const {n, violations} = this.count;
    return mixtureRatio(n, violations, c, ratesAbove(c));
  }

  /** The same times its share of the error budget. */
  weightedEvidence(c: number): number {
    return shareOfTrial(this.place) * this.evidenceAbove(c);
  }

  /** Posterior probability that the rate is above a rate. */
  probabilityAbove(rate: number): number {
    return probabilityAbove(rate, this.rate);
  }

  /** What is known of the set without each of its attributes. */
  parts(baseRate: number): PartRecord[] {
    if (this.set.length === 1) return [];
    return this.set.map((without) => {
      const rest = this.set.filter((id) => id !== without);
      const count = this.observations.count(this.#withoutOne(rest, without));
      return {
        without,
        rest,
        count,
        isEnough: count.n >= minAblations,
        score: liftScore(this.count, count, baseRate),
        neededFrom: surelyMinimal,
        redundantFrom: surelyRedundant
      };
    });
  }

  /** Queries that have all of the set but one attribute, whatever they were asked for. */
  #withoutOne(rest: readonly number[], without: number): number[] {
    return this.observations.indicesWith(rest).filter((i) => {
      const {attributes, hidden, partial} = this.observations.all[i]!;
      return !attributes.includes(without) && hidden === 0 && partial.every(({set}) => includesAll(rest, set));
    });
  }

  #ablation(attribute: number): number[] {
    const known = this.ablations.get(attribute) ?? [];
    this.ablations.set(attribute, known);
    return known;
  }
}

/** A set without one of its attributes. */
export interface PartRecord {
  without: number;
  rest: readonly number[];
  count: Count; // of the queries without that attribute
  isEnough: boolean; // whether these are enough for a decision
  neededFrom: number; // the score from which it carries no more than half of the lift
  redundantFrom: number; // the score from which it carries the failure
  score: number; // how many standard deviations the part's lift is below half of the set's lift
}

export const isNeeded = ({score, isEnough, neededFrom}: PartRecord): boolean => isEnough && score >= neededFrom;
export const isRedundant = ({score, isEnough, redundantFrom}: PartRecord): boolean =>
  isEnough && score <= redundantFrom;

/** Ablation queries that a part still needs. */
export const missingAblations = (part: PartRecord): number =>
  isNeeded(part) ? 0 : Math.max(minAblations - part.count.n, ablationBatch);

/** P(rate > r) with a beta prior. */
export const probabilityAbove = (rate: number, {n, violations}: Count): number =>
  1 - betaCdf(rate, violations + ratePrior.violations, n - violations + ratePrior.n - ratePrior.violations);

/**
 * The half-lift score of a part T of a set S over a base rate b, by the normal approximation of their beta posteriors:
 * z = ((p_S + b) / 2 - p_T) / sqrt(var_S / 4 + var_T). Above 1.645, T has at most half of the lift with 95%.
 */
function liftScore(set: Count, part: Count, baseRate: number): number {
  const [rate, variance] = momentsOf(set);
  const [partRate, partVariance] = momentsOf(part);
  return ((rate + baseRate) / 2 - partRate) / Math.sqrt(variance / 4 + partVariance);
}

export function momentsOf({n, violations}: Count): [mean: number, variance: number] {
  const total = n + ratePrior.n;
  const mean = (violations + ratePrior.violations) / total;
  return [mean, (mean * (1 - mean)) / (total + 1)];
}
