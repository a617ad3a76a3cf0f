import type {Purpose} from "../../../src/shared/schema.js";
import {includesAll} from "./attribute-set.js";
import type {PartialRegion} from "./partial-region.js";

const none: readonly PartialRegion[] = [];

/** Whether a known set explains the outcome of a query. */
export const isExplained = ({hidden, partial}: Pick<Observation, "hidden" | "partial">): boolean =>
  hidden > 0 || partial.length > 0;

/** What a search counts: distinct queries, and the sum of their outcomes. */
export interface Count {
  n: number;
  violations: number;
}

/** A candidate that was asked. */
export interface Asked {
  attributes: readonly number[]; // that its query has, asked for or not
  purpose: Purpose;
  score: number | null; // null: unscored
  prompt: string | null; // names the query; candidates of one name are repeats of one query; null: a query of its own
}

/**
 * One distinct query and all its answers. Repeats say more about this query, not about its attributes, so it counts
 * once: its outcome is the share of violations among its answers.
 */
export interface Observation {
  readonly attributes: readonly number[];
  readonly purpose: Purpose; // of the first candidate that asked it
  readonly candidates: number[]; // by their place among all asked
  readonly scores: number[];
  readonly scoredAt: number[]; // of each score, the place of its candidate among all asked
  outcome: number | null; // 0-1; null: nothing scored
  hidden: number; // known sets that it has all of (known-sets.ts)
  partial: readonly PartialRegion[]; // partial regions that it has all of
}

/** The data of a search: every distinct query of all runs in the order asked, and its outcome. */
export class Observations {
  readonly all: Observation[] = [];
  readonly uses: Uint32Array; // by attribute: distinct queries that have it
  asked = 0; // candidates
  readonly #indices: (number[] | undefined)[];
  readonly #byPrompt = new Map<string, number>();

  constructor(
    readonly size: number, // distinct attributes
    readonly threshold: number
  ) {
    this.uses = new Uint32Array(size);
    this.#indices = new Array<number[] | undefined>(size);
  }

  /** The index of a query that was asked before; null: it was not. */
  find(prompt: string | null): number | null {
    return prompt === null ? null : (this.#byPrompt.get(prompt) ?? null);
  }

  /** Adds a candidate; returns the index of its query. */
  add({attributes, purpose, score, prompt}: Asked): number {
    const index = this.find(prompt) ?? this.#create(attributes, purpose, prompt);
    const observation = this.all[index]!;
    const place = this.asked++;
    observation.candidates.push(place);
    if (score !== null) {
      observation.scores.push(score);
      observation.scoredAt.push(place);
      const violations = observation.scores.filter((each) => each > this.threshold).length;
      observation.outcome = violations / observation.scores.length;
    }
    return index;
  }

  /** Distinct queries with an outcome, and the sum of their outcomes. */
  count(indices: readonly number[]): Count {
    const count = {n: 0, violations: 0};
    for (const i of indices) {
      const {outcome} = this.all[i]!;
      if (outcome === null) continue;
      count.n++;
      count.violations += outcome;
    }
    return count;
  }

  /** The same of their first answers, or of the first `answers` to each: null where one has fewer. */
  countFirst(indices: readonly number[]): Count;
  countFirst(indices: readonly number[], answers: number): Count | null;
  countFirst(indices: readonly number[], answers = 1): Count | null {
    const count = {n: 0, violations: 0};
    for (const i of indices) {
      const {scores} = this.all[i]!;
      if (scores.length === 0) continue;
      if (scores.length < answers) return null;
      count.n++;
      for (let k = 0; k < answers; k++) if (scores[k]! > this.threshold) count.violations += 1 / answers;
    }
    return count;
  }

  /** Indices of the queries that have an attribute, in order. */
  indicesOf(attribute: number): readonly number[] {
    return this.#indices[attribute] ?? [];
  }

  /** Indices of the queries that have all of a set. */
  indicesWith(set: readonly number[]): number[] {
    const rarest = set.reduce((a, b) => (this.uses[b]! < this.uses[a]! ? b : a));
    return this.indicesOf(rarest).filter((i) => includesAll(this.all[i]!.attributes, set));
  }

  #create(attributes: readonly number[], purpose: Purpose, prompt: string | null): number {
    const fresh: Observation = {
      attributes,
      purpose,
      candidates: [],
      scores: [],
      scoredAt: [],
      outcome: null,
      hidden: 0,
      partial: none
    };
    const index = this.all.push(fresh) - 1;
    if (prompt !== null) this.#byPrompt.set(prompt, index);
    for (const attribute of attributes) {
      this.uses[attribute]!++;
      (this.#indices[attribute] ??= []).push(index);
    }
    return index;
  }
}
