import type {Purpose} from "../../../src/shared/schema.js";
import {includesAll} from "./attribute-set.js";
import type {BinomialCount} from "./rate-posterior.js";

/** One candidate that was asked. */
export interface Observation {
  attributes: readonly number[];
  purpose: Purpose;
  score: number | null; // null: unscored, which says nothing
  violated: boolean | null; // its score is above the cutoff
}

/** The data of a search: every candidate of all runs in the order asked, and its outcome. */
export class Observations {
  readonly all: Observation[] = [];
  readonly uses: Uint32Array; // by attribute: candidates that had it
  readonly #indices: (number[] | undefined)[];
  #cutoff: number;

  constructor(
    readonly size: number, // distinct attributes
    readonly threshold: number
  ) {
    this.#cutoff = threshold;
    this.uses = new Uint32Array(size);
    this.#indices = new Array<number[] | undefined>(size);
  }

  /** Adds a candidate; returns its index. */
  add(asked: Omit<Observation, "violated">): number {
    const index = this.all.push({...asked, violated: this.#isViolation(asked.score)}) - 1;
    for (const attribute of asked.attributes) {
      this.uses[attribute]!++;
      (this.#indices[attribute] ??= []).push(index);
    }
    return index;
  }

  /** Classifies all outcomes again: a score above the cutoff is a violation. */
  classify(cutoff: number): void {
    this.#cutoff = cutoff;
    for (const observation of this.all) observation.violated = this.#isViolation(observation.score);
  }

  /** Trials and violations among some candidates. */
  count(indices: readonly number[]): BinomialCount {
    const scored = indices.filter((i) => this.all[i]!.violated !== null);
    return {n: scored.length, violations: scored.filter((i) => this.all[i]!.violated).length};
  }

  /** The same with the flags alone, whatever the cutoff is. */
  countFlags(indices: readonly number[]): BinomialCount {
    const scores = indices.flatMap((i) => this.all[i]!.score ?? []);
    return {n: scores.length, violations: scores.filter((score) => score > this.threshold).length};
  }

  /** Indices of the candidates that have an attribute, in order. */
  indicesOf(attribute: number): readonly number[] {
    return this.#indices[attribute] ?? [];
  }

  /** Indices of the candidates that have all of a set. */
  indicesWith(set: readonly number[]): number[] {
    return this.indicesOf(set[0]!).filter((i) => includesAll(this.all[i]!.attributes, set));
  }

  #isViolation(score: number | null): boolean | null {
    return score === null ? null : score > this.#cutoff;
  }
}
