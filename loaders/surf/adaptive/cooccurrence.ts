const maxRows = 50_000; // counted
const bits = {min: 12, max: 22}; // of the hash
const maxFrequent = 1000;
const minFrequentRows = 3;

/** Rows of attribute ids. */
interface PoolRows {
  readonly rows: readonly number[];
  attributesOf(row: number): Uint32Array;
}

/**
 * In how many rows of the pool two attributes occur together, by hash in at most 8 MB: a collision makes a count too
 * high. Of a large pool, evenly spaced rows are counted.
 */
export class Cooccurrence {
  readonly total: number; // pairs counted, by row
  readonly frequentPairs: [number, number][] = []; // most frequent first
  readonly #counts: Uint16Array;
  readonly #mask: number;

  constructor(pool: PoolRows) {
    const step = Math.max(1, pool.rows.length / maxRows);
    const rows = Array.from({length: Math.floor(pool.rows.length / step)}, (_, i) => pool.rows[Math.floor(i * step)]!);
    this.total = rows.reduce((sum, row) => sum + pairsAmong(pool.attributesOf(row).length), 0);
    const hashBits = Math.min(bits.max, Math.max(bits.min, Math.ceil(Math.log2(4 * this.total + 2))));
    this.#counts = new Uint16Array(1 << hashBits);
    this.#mask = (1 << hashBits) - 1;
    for (const row of rows)
      forEachPair(pool.attributesOf(row), (a, b) => {
        const slot = this.#slotOf(a, b);
        if (this.#counts[slot]! < 65_535) this.#counts[slot]!++;
      });
    this.#findFrequent(pool, rows);
  }

  /** Share of all pairs of rows that are this one, 0-1; 0 where no row has two attributes. */
  shareOf(a: number, b: number): number {
    return this.total === 0 ? 0 : this.of(a, b) / this.total;
  }

  /** Rows with both attributes. */
  of(a: number, b: number): number {
    return this.#counts[this.#slotOf(a, b)]!;
  }

  #slotOf(a: number, b: number): number {
    const hash =
      Math.imul(Math.min(a, b) ^ 0x5bd1e995, 0x9e3779b1) ^ Math.imul(Math.max(a, b) + 0x7f4a7c15, 0x85ebca6b);
    return (hash ^ (hash >>> 15)) & this.#mask;
  }

  #findFrequent(pool: PoolRows, rows: readonly number[]): void {
    const bar = Math.max(minFrequentRows, lowestCountReachedBy(this.#counts, maxFrequent));
    const seen = new Map<string, [number, number]>();
    for (const row of rows)
      forEachPair(pool.attributesOf(row), (a, b) => {
        if (this.of(a, b) >= bar) seen.set(a < b ? `${a}/${b}` : `${b}/${a}`, [a, b]);
      });
    const pairs = [...seen.values()].toSorted(([a, b], [c, d]) => this.of(c, d) - this.of(a, b)); // stable: then as met
    this.frequentPairs.push(...pairs.slice(0, maxFrequent));
  }
}

const pairsAmong = (count: number): number => (count * (count - 1)) / 2;

function forEachPair(ids: Uint32Array, visit: (a: number, b: number) => void): void {
  for (let i = 1; i < ids.length; i++) for (let j = 0; j < i; j++) if (ids[i] !== ids[j]) visit(ids[i]!, ids[j]!);
}

/** The lowest count that at most `max` of the counts reach. */
function lowestCountReachedBy(counts: Uint16Array, max: number): number {
  const histogram = new Uint32Array(65_536);
  for (const count of counts) histogram[count]!++;
  let bar = histogram.length;
  for (let reached = 0; bar > 0 && reached + histogram[bar - 1]! <= max; bar--) reached += histogram[bar - 1]!;
  return bar;
}
