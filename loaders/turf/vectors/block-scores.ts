import type {Ranker, TopScores} from "./assign-graph.js";
import {lengthOfLevel, levels, type GroupedCentroids} from "./centroid-groups.js";
import {evenBlocks} from "./vector-file.js";

const scoreBytes = 2 << 20; // of one call: they stay in the cache
const denseShare = 0.8; // of the rows of a block: from there on all are computed, which is quicker than picking some

/**
 * What is to be computed for the rows of one block, and what was: of each row and group the best score, the second best
 * and the centroid of the best. Places are `row * groups + group`.
 */
export class BlockScores {
  readonly computed: Uint8Array; // 1 where there is a score
  readonly best: Float32Array;
  readonly second: Float32Array; // -Infinity where one centroid was compared
  readonly labels: Uint32Array;
  readonly #asked: Int32Array; // rows by group and level
  readonly #counts: Uint32Array;

  constructor(
    private readonly rows: number,
    private readonly groups: number
  ) {
    this.computed = new Uint8Array(rows * groups);
    this.best = new Float32Array(rows * groups);
    this.second = new Float32Array(rows * groups);
    this.labels = new Uint32Array(rows * groups);
    this.#asked = new Int32Array(rows * groups * levels);
    this.#counts = new Uint32Array(groups * levels);
  }

  clear(): void {
    this.computed.fill(0);
    this.#counts.fill(0);
  }

  /** Asks for the scores of a row with so much of a group. Rows come in order. */
  ask(row: number, group: number, level: number): void {
    const kind = group * levels + level - 1;
    this.#asked[kind * this.rows + this.#counts[kind]!++] = row;
    this.computed[row * this.groups + group] = 1;
  }

  /** Computes all that was asked for. `rows` are those of the block. */
  async compute(ranker: Ranker, grouped: GroupedCentroids, rows: Float32Array, dimension: number): Promise<void> {
    for (let kind = 0; kind < this.#counts.length; kind++) {
      const asked = this.#asked.subarray(kind * this.rows, kind * this.rows + this.#counts[kind]!);
      if (asked.length === 0) continue;
      const group = Math.floor(kind / levels);
      const start = grouped.starts[group]!;
      const length = lengthOfLevel(grouped.starts[group + 1]! - start, (kind % levels) + 1);
      const part = grouped.part(group, length);
      const order = grouped.order.subarray(start, start + length);
      const dense = asked.length >= denseShare * (rows.length / dimension);
      for (const {from, to} of evenBlocks(dense ? rows.length / dimension : asked.length, scoreBytes / 4 / length))
        if (dense) {
          const found = await ranker(rows.subarray(from * dimension, to * dimension), null, part);
          this.#take(group, asked.subarray(firstFrom(asked, from), firstFrom(asked, to)), from, found, order);
        } else {
          const some = asked.subarray(from, to);
          this.#take(group, some, null, await ranker(rows, some, part), order);
        }
    }
  }

  /** Keeps the scores of some rows; `from` is the row of the first score, null where the scores are of these rows. */
  #take(group: number, rows: Int32Array, from: number | null, {labels, scores}: TopScores, order: Uint32Array): void {
    const top = Math.min(2, order.length);
    for (let i = 0; i < rows.length; i++) {
      const at = rows[i]! * this.groups + group;
      const found = top * (from === null ? i : rows[i]! - from);
      this.labels[at] = order[labels[found]!]!;
      this.best[at] = scores[found]!;
      this.second[at] = top === 2 ? scores[found + 1]! : -Infinity;
    }
  }
}

/** Place of the first of the rows, in order, that is at least `row`. */
function firstFrom(rows: Int32Array, row: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle]! < row) low = middle + 1;
    else high = middle;
  }
  return low;
}
