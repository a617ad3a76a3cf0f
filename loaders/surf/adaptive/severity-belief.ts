import {includesAll} from "./attribute-set.js";

const drawnToAll = 4; // failures of mean severity that every set is taken to have had beside its own

/**
 * How bad the failures of a set are, as a ratio to all failures of the search: what a region is worth beside its rate.
 * Without scores of severity every ratio is 1. A ratio is drawn towards 1 where few failures say it.
 */
export class SeverityBelief {
  readonly #sums: Float64Array; // by attribute
  readonly #counts: Float64Array;
  readonly #failures: {attributes: readonly number[]; severity: number}[] = [];
  #total = 0;

  constructor(size: number) {
    this.#sums = new Float64Array(size);
    this.#counts = new Float64Array(size);
  }

  /** Takes in a failure: the mean of its scores, 0 or more; null where it has none. */
  add(attributes: readonly number[], severity: number | null): void {
    if (severity === null) return;
    this.#failures.push({attributes, severity});
    this.#total += severity;
    for (const id of attributes) {
      this.#sums[id]! += severity;
      this.#counts[id]!++;
    }
  }

  ofAttribute(id: number): number {
    return this.#ratio(this.#sums[id]!, this.#counts[id]!);
  }

  ofSet(set: readonly number[]): number {
    if (set.length === 1) return this.ofAttribute(set[0]!);
    let [sum, count] = [0, 0];
    for (const {attributes, severity} of this.#failures)
      if (includesAll(attributes, set)) {
        sum += severity;
        count++;
      }
    return this.#ratio(sum, count);
  }

  #ratio(sum: number, count: number): number {
    if (count === 0 || this.#total <= 0) return 1;
    const mean = this.#total / this.#failures.length;
    return (sum + drawnToAll * mean) / ((count + drawnToAll) * mean);
  }
}
