import {
  attributeRateShrinkage,
  corpusPairPrior,
  liftFactor,
  minSample,
  minViolations,
  sameAsPart,
  sameMeaning,
  withinRegions
} from "./constants.js";
import type {AttributePosterior, AttributeRates} from "./attribute-posterior.js";
import {includesAll} from "./attribute-set.js";
import {regionRates, testedRate} from "./bar.js";
import {mixtureRatio} from "./mixture.js";
import type {Count, Observations} from "./observations.js";
import type {PoolIndex} from "./pool-index.js";
import type {SearchCorpus} from "./search-corpus.js";
import {Suspects} from "./suspects.js";
import {probabilityAbove} from "./trial.js";
import type {Trials} from "./trials.js";

/** What of a search says which sets are worth a trial. */
interface Known {
  pool: PoolIndex;
  observations: Observations;
  posterior: AttributePosterior;
  trials: Trials;
}

/**
 * Which sets of attributes are worth a trial in a corpus, by the prompts that have them. What a region explains is not
 * left out here: a set within a region, or across several, may be worse than they are.
 */
export class CorpusSets {
  readonly #rates: number[];
  readonly #allRates: AllRates;
  readonly #suspects: Suspects;
  #counted = 0; // distinct queries that the suspects know

  constructor(
    private readonly corpus: SearchCorpus,
    private readonly known: Known,
    private readonly bar: number
  ) {
    const {observations, posterior, pool} = known;
    this.#rates = regionRates(bar);
    this.#allRates = new AllRates(observations, posterior);
    this.#suspects = new Suspects(observations, this.#allRates, pool, bar, true);
  }

  /** Takes in the queries since the last update; of each its answers so far. */
  update(): void {
    for (; this.#counted < this.known.observations.all.length; this.#counted++) this.#suspects.count(this.#counted, 1);
    this.#allRates.update();
    this.#suspects.update();
  }

  /** Prompts that have all of a set. */
  count(set: readonly number[]): number {
    return this.corpus.promptsWith(set).length;
  }

  /** Whether a set may be tried: it failed and enough prompts have it, and neither a part nor a known set is much like it. */
  mayTry(set: readonly number[], known: readonly (readonly number[])[]): boolean {
    const {observations} = this.known;
    if (this.count(set) < minSample) return false;
    if (observations.count(observations.indicesWith(set)).violations < minViolations) return false;
    const parts = set.length === 1 ? [] : set.map((without) => set.filter((id) => id !== without));
    if (parts.some((part) => this.#isLikePart(set, part)) || this.isLikeOneOf(set, known)) return false;
    return set.length === 1 || !this.#attributesLike(set).some((id) => !this.#wasGivenUp(id));
  }

  /** Attributes that are on mostly the same prompts as a set: one of them says more simply what the set says. */
  #attributesLike(set: readonly number[]): number[] {
    const both = new Map<number, number>();
    const prompts = this.corpus.promptsWith(set);
    for (const prompt of prompts)
      for (const id of this.corpus.attributesOf(prompt)) both.set(id, (both.get(id) ?? 0) + 1);
    const isLike = (id: number, shared: number) => shared >= sameMeaning * (prompts.length + this.count([id]) - shared);
    return [...both].flatMap(([id, shared]) => (isLike(id, shared) ? id : []));
  }

  #wasGivenUp(id: number): boolean {
    return this.known.trials.all.some(({set, state}) => state === "dropped" && set.length === 1 && set[0] === id);
  }

  /** Whether a part of a set is mostly on the same prompts, or seems to fail more than half as much. */
  #isLikePart(set: readonly number[], part: readonly number[]): boolean {
    const {observations, posterior} = this.known;
    const liftOf = (each: readonly number[]) =>
      of(observations.count(observations.indicesWith(each))) - posterior.baseRate;
    return this.count(set) >= sameAsPart.prompts * this.count(part) || liftOf(part) >= sameAsPart.lift * liftOf(set);
  }

  /** Whether a set is on mostly the same prompts as one of several. */
  isLikeOneOf(set: readonly number[], others: readonly (readonly number[])[]): boolean {
    const count = this.count(set);
    return others.some((other) => {
      const both = this.count([...new Set([...set, ...other])]);
      return both >= sameMeaning * (count + this.count(other) - both);
    });
  }

  /** Sets with odds from a value on of being regions, the prompts of known regions among their own. */
  *within(from: number, priorOf: (attribute: number) => number): Generator<{set: readonly number[]; odds: number}> {
    const {pool} = this.known;
    for (let id = 0; id < pool.size; id++) {
      const odds = priorOf(id) * this.#ratioOf(id);
      if (odds >= from && this.#mayBe([id], withinRegions.single)) yield {set: [id], odds};
    }
    for (const {set, odds: usual} of this.#suspects.ranked) {
      const odds = corpusPairPrior * usual;
      if (odds < from) break;
      if (this.#mayBe(set, withinRegions.pair)) yield {set, odds};
    }
  }

  /** The Bayes factor of an attribute being a region against failing hardly more than the rest. */
  #ratioOf(id: number): number {
    const {observations, posterior} = this.known;
    const {n, violations} = observations.countFirst(observations.indicesOf(id));
    if (violations < 2) return 0;
    return mixtureRatio(n, violations, Math.max(0.01, liftFactor.corpus * posterior.baseRate), this.#rates);
  }

  /** Whether the rate of a set may reach the bar, and is at least some multiple of what known regions explain. */
  #mayBe(set: readonly number[], multiple: number): boolean {
    const {observations, posterior} = this.known;
    const indices = observations.indicesWith(set);
    const count = observations.count(indices);
    if (probabilityAbove(testedRate(this.bar, posterior.baseRate), count) < 0.5) return false;
    return count.violations >= multiple * this.#explained(indices);
  }

  /** The violations that known regions explain, each query by the worst of those that it is in. */
  #explained(indices: readonly number[]): number {
    const {observations, trials} = this.known;
    const regions = trials.all.filter(({state}) => state === "confirmed").map(({set, rate}) => ({set, rate: of(rate)}));
    let explained = 0;
    for (const i of indices) {
      const {attributes, outcome} = observations.all[i]!;
      if (outcome === null) continue;
      explained += Math.max(0, ...regions.map(({set, rate}) => (includesAll(attributes, set) ? rate : 0)));
    }
    return explained;
  }
}

const of = ({n, violations}: Count): number => violations / Math.max(1e-9, n);

/** What attributes do over all queries, those among them that known sets explain. */
class AllRates implements AttributeRates {
  readonly lift: Float64Array;
  readonly #n: Float64Array;
  readonly #violations: Float64Array;

  constructor(
    private readonly observations: Observations,
    private readonly posterior: AttributePosterior
  ) {
    this.lift = new Float64Array(observations.size);
    this.#n = new Float64Array(observations.size);
    this.#violations = new Float64Array(observations.size);
  }

  get baseRate(): number {
    return this.posterior.baseRate;
  }

  update(): void {
    this.#n.fill(0);
    this.#violations.fill(0);
    for (const {attributes, outcome} of this.observations.all)
      if (outcome !== null)
        for (const id of attributes) {
          this.#n[id]!++;
          this.#violations[id]! += outcome;
        }
  }

  rateOutside(id: number, n: number, violations: number): number {
    const rest = Math.max(0, this.#violations[id]! - violations) + attributeRateShrinkage * this.baseRate;
    return rest / (Math.max(0, this.#n[id]! - n) + attributeRateShrinkage);
  }

  ratioOutside(): number {
    return 1;
  }
}
