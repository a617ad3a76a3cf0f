import {shuffle, type Random} from "../../util/random.js";
import {rotationLookahead} from "./constants.js";
import type {Coverage} from "./coverage.js";
import type {Observations} from "./observations.js";
import type {PoolIndex} from "./pool-index.js";

/**
 * Guarantees coverage: takes the attributes in turn, frequent ones first, each once a cycle, and the frequent pairs of
 * the pool that were never tested, most frequent first.
 */
export class CoverageRotation {
  readonly #order: number[];
  #next = 0;
  #cycle = 0;
  #nextPair = 0;

  constructor(
    private readonly pool: PoolIndex,
    private readonly observations: Observations,
    private readonly coverage: Coverage,
    random: Random
  ) {
    const ids = shuffle(
      random,
      Array.from({length: pool.size}, (_, id) => id)
    );
    this.#order = ids.toSorted((a, b) => pool.rowsOf(b).length - pool.rowsOf(a).length);
  }

  /** The next attribute; skips those that other proposals tested often enough. */
  next(): number {
    const {uses} = this.observations;
    const {pending} = this.coverage;
    for (;;) {
      if (this.#next === this.#order.length) [this.#next, this.#cycle] = [0, this.#cycle + 1];
      const id = this.#order[this.#next]!;
      if (uses[id]! + pending[id]! <= this.#cycle) return id;
      this.#next++;
    }
  }

  /** The attributes that come next. */
  upcoming(): number[] {
    return this.#order.slice(this.#next, this.#next + rotationLookahead);
  }

  /** The most frequent pair that was never tested; null: none. */
  frequentPair(): [number, number] | null {
    const {frequentPairs} = this.pool.cooccurrence;
    while (this.#nextPair < frequentPairs.length && this.coverage.ofPair(...frequentPairs[this.#nextPair]!) > 0)
      this.#nextPair++;
    return frequentPairs[this.#nextPair] ?? null;
  }
}
