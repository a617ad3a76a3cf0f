// Adding a number and taking it away again rounds to a multiple of its last bit: 2^-20 and 2^-44.
const toCoarse = 1.5 * 2 ** 32;
const toFine = 1.5 * 2 ** 8;

/**
 * Sums of the columns of rows with values from -1 to 1, the same to the last bit however the rows are divided and in
 * whatever order they come: each value counts to 2^-44, and in up to 10^9 rows no addition is rounded.
 */
export class ExactSums {
  #count = 0;

  private constructor(
    private readonly coarse: Float64Array,
    private readonly fine: Float64Array
  ) {}

  static of(dimension: number): ExactSums {
    return new ExactSums(new Float64Array(dimension), new Float64Array(dimension));
  }

  static from({count, coarse, fine}: SumsRecord): ExactSums {
    const sums = new ExactSums(Float64Array.from(coarse), Float64Array.from(fine));
    sums.#count = count;
    return sums;
  }

  add(rows: Float32Array): void {
    const dimension = this.coarse.length;
    for (let from = 0; from < rows.length; from += dimension)
      for (let i = 0; i < dimension; i++) {
        const value = rows[from + i]!;
        const coarse = value + toCoarse - toCoarse;
        this.coarse[i]! += coarse;
        this.fine[i]! += value - coarse + toFine - toFine;
      }
    this.#count += rows.length / dimension;
  }

  /** Adds the sums of other rows. */
  join(other: ExactSums): void {
    other.coarse.forEach((value, i) => (this.coarse[i]! += value));
    other.fine.forEach((value, i) => (this.fine[i]! += value));
    this.#count += other.#count;
  }

  /** The mean row; zeros where there is no row. */
  mean(): Float32Array {
    return Float32Array.from(this.coarse, (value, i) => (value + this.fine[i]!) / Math.max(1, this.#count));
  }

  record(): SumsRecord {
    return {count: this.#count, coarse: [...this.coarse], fine: [...this.fine]};
  }
}

/** ExactSums as JSON, which keeps every bit of a number. */
export interface SumsRecord {
  count: number; // rows
  coarse: number[];
  fine: number[];
}
