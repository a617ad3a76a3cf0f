import {apartPairWeight, missProbability, pendingDecay, tripleWeight} from "./constants.js";
import type {AttributePosterior} from "./attribute-posterior.js";
import type {Coverage} from "./coverage.js";
import type {PoolIndex} from "./pool-index.js";

const powersOf = (base: number): Float64Array => Float64Array.from({length: 256}, (_, power) => base ** power);
const missPowers = powersOf(missProbability);
const pendingPowers = powersOf(pendingDecay);

/**
 * The acquisition value of a set of attributes: the expected number of unknown regions that a query asked to have it
 * meets, up to a factor. A region is one, two or three attributes of a random pool row. With t tests so far, each of
 * which misses a region with probability m, the value of a set is the sum over its subsets of
 *
 *     one attribute    rows(a) / entries * m^t
 *     a pair           (rows(a, b) / pairs + apart) * ratio(a) * ratio(b) * m^t
 *     a triple         constant * m^t, where all three share the row of the proposal
 *
 * ratio(a) says how many times likelier than a priori an attribute is active (attribute-posterior.ts): a pair is worth
 * more the more its members fail in other company.
 */
export class AcquisitionValue {
  readonly #entries: number;
  readonly #apart: number;
  readonly #triple: number;

  constructor(
    private readonly pool: PoolIndex,
    private readonly posterior: AttributePosterior,
    private readonly coverage: Coverage
  ) {
    this.#entries = pool.rows.reduce((sum, row) => sum + pool.attributesOf(row).length, 0);
    const triples = pool.rows.reduce((sum, row) => sum + triplesAmong(pool.attributesOf(row).length), 0);
    this.#triple = tripleWeight / Math.max(1, triples);
    this.#apart = apartPairWeight / (pool.size * Math.max(1, pool.size - 1) * 0.5);
  }

  ofAttribute(id: number): number {
    const tests = this.posterior.observations.uses[id]! + this.coverage.pending[id]!;
    return (this.pool.rowsOf(id).length / this.#entries) * powerOf(missPowers, tests);
  }

  ofPair(a: number, b: number): number {
    const {cooccurrence} = this.pool;
    const prior = cooccurrence.of(a, b) / cooccurrence.total + this.#apart;
    return prior * this.#activityRatio(a) * this.#activityRatio(b) * powerOf(missPowers, this.coverage.ofPair(a, b));
  }

  /** The value of three attributes that share a row. */
  ofTriple(a: number, b: number, c: number): number {
    return this.#triple * powerOf(missPowers, this.coverage.ofTriple(a, b, c));
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

  #activityRatio(id: number): number {
    return this.posterior.activityRatio[id]! * powerOf(pendingPowers, this.coverage.pending[id]!);
  }
}

const triplesAmong = (count: number): number => (count * (count - 1) * (count - 2)) / 6;

/** A power from a table, whose last entry stands for all higher ones. */
const powerOf = (powers: Float64Array, power: number): number => powers[Math.min(power, powers.length - 1)]!;
