import {maxAttributes} from "../draws.js";
import {holds} from "./evidence.js";
import type {PoolIndex} from "./pool-index.js";

const most = 12; // candidates for one set

/**
 * Weak sets, which fail now and then: each may lack what the rows of the pool that hold it have beside it, and is asked
 * once with all of that.
 */
export class Widening {
  readonly #wider: number[][] = [];
  readonly #taken = new Set<string>();

  constructor(private readonly pool: PoolIndex) {}

  /** Takes up a weak set, each once. */
  take(weak: readonly number[]): void {
    const key = [...weak].sort((a, b) => a - b).join();
    const room = maxAttributes - weak.length;
    if (room === 0 || this.#taken.has(key)) return;
    this.#taken.add(key);
    const others = this.#beside(weak).slice(0, most * room);
    for (let i = 0; i < others.length; i += room) this.#wider.push([...weak, ...others.slice(i, i + room)]);
  }

  /** The next set to be asked; null: none. */
  next(): number[] | null {
    return this.#wider.shift() ?? null;
  }

  /** What the rows that hold a set have beside it, the most frequent first. */
  #beside(set: readonly number[]): number[] {
    const rows = new Map<number, number>();
    for (const row of this.pool.rowsOf(set[0]!)) {
      const attributes = [...this.pool.attributesOf(row)];
      if (!holds(attributes, set)) continue;
      for (const id of attributes) if (!set.includes(id)) rows.set(id, (rows.get(id) ?? 0) + 1);
    }
    return [...rows].sort(([, a], [, b]) => b - a).map(([id]) => id); // stable: then as met
  }
}
