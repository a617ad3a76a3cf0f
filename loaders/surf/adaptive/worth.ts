import type {Evidence} from "./evidence.js";
import type {PoolIndex} from "./pool-index.js";

const missed = 0.25; // chance that a region was asked and nothing failed
const decay = 0.9; // what a further trial without a failure leaves of what speaks for an attribute
const powersOf = (base: number): Float64Array => Float64Array.from({length: 256}, (_, power) => base ** power);
const missedBy = powersOf(missed);
const decayBy = powersOf(decay);
const apart = 0.3; // weight of pairs that share no row, all together, against those that do
const ofThree = 0.4; // weight of three attributes of a row, all together, against pairs

/**
 * How many unknown regions a query of some attributes may be expected to meet, up to a factor. A region is thought to be
 * one, two or three attributes of a random row, so frequent attributes and pairs are likelier; what was tried without a
 * failure is less likely, and a pair is likelier the more its members fail in other company.
 */
export class Worth {
  readonly #entries: number;
  readonly #apart: number;
  readonly #triple: number;

  constructor(
    private readonly pool: PoolIndex,
    private readonly evidence: Evidence
  ) {
    this.#entries = pool.rows.reduce((sum, row) => sum + pool.attributesOf(row).length, 0);
    const triples = pool.rows.reduce((sum, row) => sum + triplesOf(pool.attributesOf(row).length), 0);
    this.#triple = ofThree / Math.max(1, triples);
    this.#apart = apart / (pool.size * Math.max(1, pool.size - 1) * 0.5);
  }

  single(id: number): number {
    const {uses, planned} = this.evidence;
    return (this.pool.rowsOf(id).length / this.#entries) * powerOf(missedBy, uses[id]! + planned[id]!);
  }

  pair(a: number, b: number): number {
    const {together} = this.pool;
    const before = together.of(a, b) / together.total + this.#apart;
    return before * this.#raised(a) * this.#raised(b) * powerOf(missedBy, this.evidence.tries(a, b));
  }

  /** Three attributes that share a row. */
  triple(a: number, b: number, c: number): number {
    return this.#triple * powerOf(missedBy, this.evidence.triesOfThree(a, b, c));
  }

  /** What an attribute adds to a set. */
  added(set: readonly number[], id: number): number {
    let sum = this.single(id);
    for (const other of set) sum += this.pair(other, id);
    return sum;
  }

  /** Of a set; triples count among those of its attributes that share a row. */
  of(set: readonly number[], inRow: (id: number) => boolean): number {
    let sum = 0;
    for (const [i, id] of set.entries()) {
      sum += this.single(id);
      for (let j = 0; j < i; j++) sum += this.pair(set[j]!, id);
    }
    const row = set.filter(inRow);
    for (let i = 2; i < row.length; i++)
      for (let j = 1; j < i; j++) for (let k = 0; k < j; k++) sum += this.triple(row[i]!, row[j]!, row[k]!);
    return sum;
  }

  #raised(id: number): number {
    const {raised, planned} = this.evidence;
    return raised[id]! * powerOf(decayBy, planned[id]!);
  }
}

const triplesOf = (count: number): number => (count * (count - 1) * (count - 2)) / 6;

/** A power by table; of the last one on all are taken for the same. */
const powerOf = (powers: Float64Array, power: number): number => powers[Math.min(power, powers.length - 1)]!;
