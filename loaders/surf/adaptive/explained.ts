import type {Observations} from "./observations.js";
import type {BinomialCount} from "./rate-posterior.js";

/** Trials of an attribute, and the violations that the other attributes in them lead one to expect. */
export interface AttributeCount extends BinomialCount {
  expected: number;
}

/**
 * Candidates that have all of a known core. The core explains their outcome, so they say nothing about their other
 * attributes and are left out of every count.
 */
export class Explained {
  readonly #marks: Uint8Array;
  readonly #counts = new Map<number, AttributeCount>();

  constructor(
    private readonly observations: Observations,
    cores: readonly (readonly number[])[],
    private readonly rateWithout: (attributes: readonly number[], attribute: number) => number
  ) {
    this.#marks = new Uint8Array(observations.all.length);
    for (const core of cores) for (const i of observations.indicesWith(core)) this.#marks[i] = 1;
  }

  has(index: number): boolean {
    return this.#marks[index] === 1;
  }

  /** What the candidates of an attribute say that are not explained; counted once. */
  countOutside(attribute: number): Readonly<AttributeCount> {
    const known = this.#counts.get(attribute);
    if (known !== undefined) return known;
    const count = {n: 0, violations: 0, expected: 0};
    for (const i of this.observations.indicesOf(attribute)) {
      const {attributes, violated} = this.observations.all[i]!;
      if (violated === null || this.has(i)) continue;
      count.n++;
      if (violated) count.violations++;
      count.expected += this.rateWithout(attributes, attribute);
    }
    this.#counts.set(attribute, count);
    return count;
  }
}
