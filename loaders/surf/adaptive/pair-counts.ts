import type {PoolIndex} from "./pool-index.js";

const mostRows = 50_000; // looked at
const [leastBits, mostBits] = [12, 22];
const mostFrequent = 1000;
const least = 3; // rows that hold a frequent pair

/**
 * How many rows of the pool have two attributes together, by hash: at most 8 MB, and now and then a little too high.
 * Of a large pool a part is counted.
 */
export class PairCounts {
  readonly total: number; // pairs counted, by row
  readonly frequent: [number, number][] = []; // most frequent first
  readonly #counts: Uint16Array;
  readonly #mask: number;

  constructor(pool: PoolIndex) {
    const step = Math.max(1, pool.rows.length / mostRows);
    const rows = Array.from({length: Math.floor(pool.rows.length / step)}, (_, i) => pool.rows[Math.floor(i * step)]!);
    this.total = rows.reduce((sum, row) => sum + pairsOf(pool.attributesOf(row).length), 0);
    const bits = Math.min(mostBits, Math.max(leastBits, Math.ceil(Math.log2(4 * this.total + 2))));
    this.#counts = new Uint16Array(1 << bits);
    this.#mask = (1 << bits) - 1;
    for (const row of rows)
      eachPair(pool.attributesOf(row), (a, b) => {
        const place = this.#placeOf(a, b);
        if (this.#counts[place]! < 65_535) this.#counts[place]!++;
      });
    this.#findFrequent(pool, rows);
  }

  of(a: number, b: number): number {
    return this.#counts[this.#placeOf(a, b)]!;
  }

  #placeOf(a: number, b: number): number {
    const hash =
      Math.imul(Math.min(a, b) ^ 0x5bd1e995, 0x9e3779b1) ^ Math.imul(Math.max(a, b) + 0x7f4a7c15, 0x85ebca6b);
    return (hash ^ (hash >>> 15)) & this.#mask;
  }

  #findFrequent(pool: PoolIndex, rows: readonly number[]): void {
    const bar = Math.max(least, barOf(this.#counts, mostFrequent));
    const seen = new Map<string, [number, number]>();
    for (const row of rows)
      eachPair(pool.attributesOf(row), (a, b) => {
        if (this.of(a, b) >= bar) seen.set(a < b ? `${a}/${b}` : `${b}/${a}`, [a, b]);
      });
    const pairs = [...seen.values()].toSorted(([a, b], [c, d]) => this.of(c, d) - this.of(a, b)); // stable: then as met
    this.frequent.push(...pairs.slice(0, mostFrequent));
  }
}

const pairsOf = (count: number): number => (count * (count - 1)) / 2;

function eachPair(ids: Uint32Array, visit: (a: number, b: number) => void): void {
  for (let i = 1; i < ids.length; i++) for (let j = 0; j < i; j++) if (ids[i] !== ids[j]) visit(ids[i]!, ids[j]!);
}

/** The least count that no more than so many of the counts reach. */
function barOf(counts: Uint16Array, most: number): number {
  const histogram = new Uint32Array(65_536);
  for (const count of counts) histogram[count]!++;
  let bar = histogram.length;
  for (let reached = 0; bar > 0 && reached + histogram[bar - 1]! <= most; bar--) reached += histogram[bar - 1]!;
  return bar;
}
