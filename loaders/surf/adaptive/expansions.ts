import {maxAttributes} from "../draws.js";
import {includesAll} from "./attribute-set.js";
import {maxExpansions} from "./constants.js";
import type {PoolIndex} from "./pool-index.js";

/**
 * Candidates that look for the rest of a pair that fails now and then: it may be two of three attributes that make a
 * worse region. The third likely shares a pool row with them, so the pair is tested with all that its rows have beside
 * it.
 */
export class Expansions {
  readonly #queue: number[][] = [];
  readonly #added = new Set<string>();

  constructor(private readonly pool: PoolIndex) {}

  /** Queues the expansions of a set, of each once. */
  add(set: readonly number[]): void {
    const key = [...set].sort((a, b) => a - b).join();
    const room = maxAttributes - set.length;
    if (room === 0 || this.#added.has(key)) return;
    this.#added.add(key);
    const others = this.#cooccurring(set).slice(0, maxExpansions * room);
    for (let i = 0; i < others.length; i += room) this.#queue.push([...set, ...others.slice(i, i + room)]);
  }

  /** The next set to be tested; null: none. */
  next(): number[] | null {
    return this.#queue.shift() ?? null;
  }

  /** Attributes beside a set in the rows that hold it, the most frequent first. */
  #cooccurring(set: readonly number[]): number[] {
    const rows = new Map<number, number>();
    for (const row of this.pool.rowsOf(set[0]!)) {
      const attributes = [...this.pool.attributesOf(row)];
      if (!includesAll(attributes, set)) continue;
      for (const id of attributes) if (!set.includes(id)) rows.set(id, (rows.get(id) ?? 0) + 1);
    }
    return [...rows].sort(([, a], [, b]) => b - a).map(([id]) => id); // stable: then as met
  }
}
