import {pendingDecay, regionPriorWeights} from "./constants.js";
import type {AttributePosterior} from "./attribute-posterior.js";
import {regionRates} from "./bar.js";
import type {Coverage} from "./coverage.js";
import type {PoolIndex} from "./pool-index.js";
import type {SeverityBelief} from "./severity-belief.js";
import type {Suspects} from "./suspects.js";

const tableSize = 256;
const pendingPowers = Float64Array.from({length: tableSize}, (_, power) => pendingDecay ** power);

/**
 * The acquisition value of a set of attributes: the expected worth of the unknown regions that a query asked to have it
 * meets. It is the sum over its subsets of p (1 - p), where p is the posterior probability that the subset is a region, and
 * a region is worth its rate:
 *
 *     one attribute    prior(a) * Bayes factor of its record                   (attribute-posterior.ts)
 *     a pair           prior(a, b) * ratio(a) * ratio(b) * Bayes factor        (suspects.ts)
 *     a triple         prior(a, b, c) * Bayes factor, where it failed before, or where all three share the row
 *
 * ratio(a) says how many times likelier than a priori an attribute is active: a pair is worth more the more its members
 * fail in other company. A pair or triple that never failed has the Bayes factor of that many clean tests, weighted by
 * what regions of each rate are worth. Where failures have scores of severity, the value of an attribute or pair is times
 * how bad failures with it are (severity-belief.ts).
 */
export class AcquisitionValue {
  readonly #cleanRatios: Float64Array; // Bayes factor of that many clean tests, weighted by rate
  readonly #apart: number;
  readonly #triple: number;

  constructor(
    private readonly pool: PoolIndex,
    private readonly posterior: AttributePosterior,
    private readonly coverage: Coverage,
    private readonly suspects: Suspects,
    private readonly severity: SeverityBelief,
    bar: number
  ) {
    const rates = regionRates(bar);
    const worth = rates.reduce((sum, rate) => sum + rate, 0);
    this.#cleanRatios = Float64Array.from(
      {length: tableSize},
      (_, n) => rates.reduce((sum, rate) => sum + rate * (1 - rate) ** n, 0) / worth
    );
    const triples = pool.rows.reduce((sum, row) => sum + triplesAmong(pool.attributesOf(row).length), 0);
    this.#triple = regionPriorWeights.triple / Math.max(1, triples);
    this.#apart = regionPriorWeights.apart / (pool.size * Math.max(1, pool.size - 1) * 0.5);
  }

  ofAttribute(id: number): number {
    const worth = worthOf(this.oddsOfAttribute(id)) * powerOf(pendingPowers, this.coverage.pending[id]!);
    return worth * this.severity.ofAttribute(id);
  }

  /** Posterior odds of one attribute being a region by itself. */
  oddsOfAttribute(id: number): number {
    return this.priorOfAttribute(id) * this.posterior.regionRatio[id]!;
  }

  /** Prior odds of the same: frequent attributes are likelier regions. */
  priorOfAttribute(id: number): number {
    const {single, uniform} = regionPriorWeights;
    const share = (1 - uniform) * (this.pool.rowsOf(id).length / this.pool.entries) + uniform / this.pool.size;
    return single * share;
  }

  ofPair(a: number, b: number): number {
    return this.#likelyPair(a, b) * Math.sqrt(this.severity.ofAttribute(a) * this.severity.ofAttribute(b));
  }

  #likelyPair(a: number, b: number): number {
    const tests = this.coverage.ofPair(a, b);
    const suspect = tests === 0 ? undefined : this.suspects.ofPair(a, b);
    if (suspect !== undefined) return worthOf(suspect.odds) * powerOf(pendingPowers, suspect.pending);
    const {cooccurrence} = this.pool;
    const {activityRatio} = this.posterior;
    const prior = regionPriorWeights.pair * cooccurrence.shareOf(a, b) + this.#apart;
    return worthOf(prior * activityRatio[a]! * activityRatio[b]!) * powerOf(this.#cleanRatios, tests);
  }

  /** The value of three attributes that share a row. */
  ofTriple(a: number, b: number, c: number): number {
    const tests = this.coverage.ofTriple(a, b, c);
    const suspect = tests === 0 ? undefined : this.suspects.ofTriple(a, b, c);
    if (suspect !== undefined) return worthOf(suspect.odds) * powerOf(pendingPowers, suspect.pending);
    return this.#triple * powerOf(this.#cleanRatios, tests);
  }

  /** What an attribute adds to a set, triples left out. */
  gain(set: readonly number[], id: number): number {
    let sum = this.ofAttribute(id);
    for (const other of set) sum += this.ofPair(other, id);
    return sum;
  }

  /** The value of a set; triples count among its attributes that are in the row. */
  ofSet(set: readonly number[], isInRow: (id: number) => boolean): number {
    let sum = 0;
    for (const [i, id] of set.entries()) {
      sum += this.ofAttribute(id);
      for (let j = 0; j < i; j++) sum += this.ofPair(set[j]!, id);
    }
    const row = set.filter(isInRow);
    for (let i = 2; i < row.length; i++)
      for (let j = 1; j < i; j++) for (let k = 0; k < j; k++) sum += this.ofTriple(row[i]!, row[j]!, row[k]!);
    return sum;
  }
}

const triplesAmong = (count: number): number => (count * (count - 1) * (count - 2)) / 6;

/** p (1 - p): the probability p of being a region, where that is not yet known. */
const worthOf = (odds: number): number => odds / (1 + odds) ** 2;

/** A value from a table, whose last entry stands for all further ones. */
const powerOf = (powers: Float64Array, power: number): number => powers[Math.min(power, powers.length - 1)]!;
