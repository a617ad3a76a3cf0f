import type {Evidence} from "./evidence.js";
import type {PoolIndex} from "./pool-index.js";
import {Suspects} from "./suspects.js";

const missed = 0.25; // chance that a region was asked and nothing failed
const decay = 0.9; // what a further trial without a failure leaves of what speaks for an attribute
const ofThree = 0.3; // weight of triples, all together, against pairs
const mostlyTried = 0.5; // share of the pool's pairs, by row, from which on triples are looked for
const apart = 0.3; // weight of pairs that share no row, all together, against those that do

/**
 * How many unknown regions a query of some attributes may be expected to meet, up to a factor. A region is thought to be
 * one or two attributes of a random row, later three, so frequent attributes and pairs are likelier; what was tried without
 * a failure is less likely, a pair is likelier the more its members fail in other company, a triple the more a pair of it.
 */
export class Worth {
  suspects: Suspects | null = null; // null: it is too early for triples
  readonly #entries: number;
  readonly #apart: number;
  readonly #triples: number; // of all rows

  constructor(
    private readonly pool: PoolIndex,
    private readonly evidence: Evidence
  ) {
    this.#entries = pool.rows.reduce((sum, row) => sum + pool.attributesOf(row).length, 0);
    this.#triples = pool.rows.reduce((sum, row) => sum + triplesOf(pool.attributesOf(row).length), 0);
    this.#apart = apart / (pool.size * Math.max(1, pool.size - 1) * 0.5);
  }

  single(id: number): number {
    const {uses, planned} = this.evidence;
    return (this.pool.rowsOf(id).length / this.#entries) * missed ** (uses[id]! + planned[id]!);
  }

  pair(a: number, b: number): number {
    const {together} = this.pool;
    const before = together.of(a, b) / together.total + this.#apart;
    return before * this.#raised(a) * this.#raised(b) * missed ** this.evidence.tries.ofPair(a, b);
  }

  /** Takes in what failed so far. Before most pairs of the pool were tried, these are worth more than any triple. */
  refresh(known: readonly (readonly number[])[]): void {
    const {evidence, pool} = this;
    const pairs = Math.min(pool.together.total, (pool.size * (pool.size - 1)) / 2);
    const isOpen = evidence.tries.pairs > mostlyTried * pairs;
    this.suspects = isOpen ? new Suspects(evidence, known) : null;
  }

  /** Of three that share rows, as far as their pairs do. */
  triple(a: number, b: number, c: number): number {
    if (this.suspects === null) return 0;
    const {together} = this.pool;
    const rows = Math.min(together.of(a, b), together.of(a, c), together.of(b, c));
    if (rows === 0) return 0;
    const {suspects} = this;
    const raised = Math.max(suspects.raised(a, b), suspects.raised(a, c), suspects.raised(b, c));
    return ((ofThree * rows) / this.#triples) * raised * missed ** this.evidence.tries.ofTriple(a, b, c);
  }

  /** What an attribute adds to a set. */
  added(set: readonly number[], id: number): number {
    let sum = this.single(id);
    for (const [i, other] of set.entries()) {
      sum += this.pair(other, id);
      for (let j = 0; j < i; j++) sum += this.triple(set[j]!, other, id);
    }
    return sum;
  }

  of(set: readonly number[]): number {
    let sum = 0;
    for (const [i, id] of set.entries()) sum += this.added(set.slice(0, i), id);
    return sum;
  }

  #raised(id: number): number {
    const {raised, planned} = this.evidence;
    return raised[id]! * decay ** planned[id]!;
  }
}

const triplesOf = (count: number): number => (count * (count - 1) * (count - 2)) / 6;
