import type {Purpose} from "../../../src/shared/schema.js";
import type {Neighbourhood} from "../../corpus/pools/neighbourhood.js";
import {PairTries} from "./pair-tries.js";
import {scoreCut} from "./score-cut.js";
import {TripleTries} from "./triple-tries.js";

export interface Count {
  n: number; // scored
  violations: number;
}

/** One candidate that was asked, as the search remembers it. */
export interface Observation {
  attributes: readonly number[];
  purpose: Purpose;
  score: number | null; // null: unscored, which says nothing
  violated: boolean | null; // by its score, as scores are read now
}

const lifts = [0.04, 0.1, 0.2, 0.4, 0.8]; // how far an active attribute may raise the rate, in whatever company
const missLogs = lifts.map((lift) => Math.log(1 - lift));
const silent = 0.3; // chance that an active attribute shows nothing in company that lacks its partners
const mostLog = 100; // more would be as sure, and in the end no number
const lending = 0.1; // chance to be active from which on an attribute lends it
const likeness = 0.3; // chance that attributes of like meaning do alike

/** What is said by the candidates of an attribute that no known region explains. */
export interface AttributeRecord extends Count {
  expected: number; // violations that its company explains
}

/** Candidates that known regions explain, by index, and what the others say. */
export interface Explained {
  has(index: number): boolean;
  recordOf(attribute: number): Readonly<AttributeRecord>;
}

/** Whether a set of attributes holds all of another. */
export const holds = (set: readonly number[], part: readonly number[]): boolean =>
  part.every((attribute) => set.includes(attribute));

/**
 * What all scored candidates of all runs say. For each attribute: trials, violations and the chance that it is active
 * (part of a region not yet known), by the likelihood of its trials at raised rates against the base rate. For each
 * pair: how often it was tried. Candidates that a known region explains say nothing about their other attributes.
 */
export class Evidence {
  readonly all: Observation[] = [];
  readonly trials: Uint32Array;
  readonly violations: Uint32Array;
  readonly uses: Uint32Array;
  readonly partners: Uint32Array; // different attributes it was tried with
  readonly planned: Uint16Array; // candidates planned since the last refresh
  readonly active: Float64Array;
  readonly raised: Float64Array; // how much likelier its trials are of an active attribute than of another
  readonly lift: Float64Array; // what it adds to the rate in whatever company, as far as is believed
  base = 0.02; // rate outside every region
  activeSum = 0;
  #byAttribute: (number[] | undefined)[];
  #cut: number; // score above which an answer is taken for a violation
  readonly #tries = new PairTries();
  readonly #triples = new TripleTries();

  constructor(
    readonly size: number,
    readonly threshold: number,
    private readonly neighbours: Pick<Neighbourhood, "of"> | null = null
  ) {
    this.#cut = threshold;
    this.trials = new Uint32Array(size);
    this.violations = new Uint32Array(size);
    this.uses = new Uint32Array(size);
    this.partners = new Uint32Array(size);
    this.lift = new Float64Array(size);
    this.raised = new Float64Array(size).fill(1);
    this.planned = new Uint16Array(size);
    this.active = new Float64Array(size);
    this.#byAttribute = new Array<number[] | undefined>(size);
  }

  add(asked: Omit<Observation, "violated">): number {
    const index = this.all.push({...asked, violated: this.#read(asked.score)}) - 1;
    for (const attribute of asked.attributes) {
      this.uses[attribute]!++;
      (this.#byAttribute[attribute] ??= []).push(index);
    }
    return index;
  }

  /** Reads all scores by a cut: what is above it is a violation. */
  readBy(cut: number): void {
    this.#cut = cut;
    for (const observation of this.all) observation.violated = this.#read(observation.score);
  }

  #read(score: number | null): boolean | null {
    return score === null ? null : score > this.#cut;
  }

  /** Scored candidates and violations among some. */
  tally(indices: readonly number[]): Count {
    const scored = indices.filter((i) => this.all[i]!.violated !== null);
    return {n: scored.length, violations: scored.filter((i) => this.all[i]!.violated).length};
  }

  /** The same by the threshold alone. */
  tallyFlags(indices: readonly number[]): Count {
    const scores = indices.flatMap((i) => this.all[i]!.score ?? []);
    return {n: scores.length, violations: scores.filter((score) => score > this.threshold).length};
  }

  /** Notes that the pairs of a set are being tried, before the answer is known. */
  markTried(attributes: readonly number[]): void {
    for (const id of attributes) this.planned[id]!++;
    for (let i = 1; i < attributes.length; i++)
      for (let j = 0; j < i; j++) {
        if (this.#tries.add(attributes[i]!, attributes[j]!) > 0) continue;
        this.partners[attributes[i]!]!++;
        this.partners[attributes[j]!]!++;
      }
    for (let i = 2; i < attributes.length; i++)
      for (let j = 1; j < i; j++)
        for (let k = 0; k < j; k++) this.#triples.add(attributes[i]!, attributes[j]!, attributes[k]!);
  }

  tries(a: number, b: number): number {
    return this.#tries.of(a, b);
  }

  triesOfThree(a: number, b: number, c: number): number {
    return this.#triples.of(a, b, c);
  }

  /** Indices of the candidates that have an attribute. */
  indicesOf(attribute: number): readonly number[] {
    return this.#byAttribute[attribute] ?? [];
  }

  /** Counts anew without what the given sets explain. */
  refresh(known: readonly (readonly number[])[]): void {
    const scores = this.all.flatMap(({score}) => score ?? []);
    this.readBy(scoreCut(scores, this.threshold));
    const explained = this.count(known);
    this.planned.fill(0);
    this.#rate(new Set(known.flat()), explained);
  }

  /** Counts trials and violations without what the given sets explain; gives the candidates that they explain. */
  count(known: readonly (readonly number[])[]): Explained {
    this.trials.fill(0);
    this.violations.fill(0);
    const explained = this.explainedBy(known);
    let n = 0;
    let violated = 0;
    for (const [i, {attributes, purpose, violated: yes}] of this.all.entries()) {
      if (yes === null || explained.has(i)) continue;
      if (purpose === "explore" || purpose === "control") {
        n++;
        if (yes) violated++;
      }
      for (const attribute of attributes) {
        this.trials[attribute]!++;
        if (yes) this.violations[attribute]!++;
      }
    }
    this.base = Math.max(1e-4, (violated + 0.4) / (n + 40)); // shrunk to 1% while little is known
    return explained;
  }

  /** Rate that a set would have without one of its attributes, as far as is believed of each. */
  rateWithout(attributes: readonly number[], attribute: number): number {
    let clean = 1 - this.base;
    for (const id of attributes) if (id !== attribute) clean *= 1 - this.lift[id]!;
    return 1 - clean;
  }

  /** Candidates that hold all of one of the sets. */
  explainedBy(known: readonly (readonly number[])[]): Explained {
    const marks = new Uint8Array(this.all.length);
    for (const set of known)
      for (const i of this.indicesOf(set[0]!)) if (holds(this.all[i]!.attributes, set)) marks[i] = 1;
    const has = (index: number) => marks[index] === 1;
    const records = new Map<number, AttributeRecord>();
    const recordOf = (attribute: number) => {
      let record = records.get(attribute);
      if (record === undefined) records.set(attribute, (record = this.#record(attribute, has)));
      return record;
    };
    return {has, recordOf};
  }

  #record(attribute: number, isExplained: (index: number) => boolean): AttributeRecord {
    const record = {n: 0, violations: 0, expected: 0};
    for (const i of this.indicesOf(attribute)) {
      const {attributes, violated} = this.all[i]!;
      if (violated === null || isExplained(i)) continue;
      record.n++;
      if (violated) record.violations++;
      record.expected += this.rateWithout(attributes, attribute);
    }
    return record;
  }

  /**
   * The chance that an attribute is active, from each of its candidates at every lift against what the others in it
   * would do by themselves: a failure that a known one explains is no evidence against its company.
   */
  #rate(known: ReadonlySet<number>, explained: Explained): void {
    const logs = new Float64Array(this.size * lifts.length);
    for (const [i, {attributes, violated}] of this.all.entries()) {
      if (violated === null || explained.has(i)) continue;
      let clean = 1 - this.base;
      for (const id of attributes) clean *= 1 - this.lift[id]!;
      for (const id of attributes) {
        const others = Math.min(0.999, clean / (1 - this.lift[id]!)); // chance of no violation without it
        for (let k = 0; k < lifts.length; k++)
          logs[id * lifts.length + k]! += violated
            ? Math.log((1 - others * (1 - lifts[k]!)) / (1 - others))
            : missLogs[k]!;
      }
    }
    this.#toChances(logs, known);
  }

  #toChances(logs: Float64Array, known: ReadonlySet<number>): void {
    const prior = Math.min(0.02, 12 / this.size);
    const likelihoods = new Float64Array(this.size).fill(silent);
    const sums = new Float64Array(this.size);
    for (let id = 0; id < this.size; id++)
      for (let k = 0; k < lifts.length; k++) {
        const weight = ((1 - silent) / lifts.length) * Math.exp(Math.min(mostLog, logs[id * lifts.length + k]!));
        likelihoods[id]! += weight;
        sums[id]! += weight * lifts[k]!;
      }
    const lent = this.#lent(prior, likelihoods, known);
    this.activeSum = 0;
    for (let id = 0; id < this.size; id++) {
      const own = lent.get(id) ?? prior;
      const active = chanceOf(own, likelihoods[id]!);
      const open = active * (known.has(id) ? 0.005 : 1); // a known region has explained it
      this.lift[id] = Math.min(0.6, (active * sums[id]!) / likelihoods[id]!);
      this.active[id] = open;
      const raised = Math.min(1 / prior, likelihoods[id]!); // no surer than sure
      this.raised[id] = raised * (known.has(id) ? 0.02 : 1) * (own / prior);
      this.activeSum += open;
    }
  }

  /** The chance to be active that promising attributes lend to those of like meaning, by what they show themselves. */
  #lent(prior: number, likelihoods: Float64Array, known: ReadonlySet<number>): Map<number, number> {
    const lent = new Map<number, number>();
    if (this.neighbours === null) return lent;
    for (let id = 0; id < this.size; id++) {
      const active = known.has(id) ? 0 : chanceOf(prior, likelihoods[id]!);
      if (active < lending) continue;
      for (const other of this.neighbours.of(id))
        lent.set(other, Math.max(lent.get(other) ?? 0, prior + likeness * (active - prior)));
    }
    return lent;
  }
}

const chanceOf = (prior: number, likelihood: number): number => {
  const odds = (prior / (1 - prior)) * likelihood;
  return odds / (1 + odds);
};

/** How much likelier v violations in n trials are of an attribute that is active than of one that is not. */
export function activity(base: number): (violations: number, n: number) => number {
  const rates = lifts.map((lift) => base + (1 - base) * lift);
  const hit = rates.map((rate) => Math.log(rate / base));
  const miss = rates.map((rate) => Math.log((1 - rate) / (1 - base)));
  return (violations, n) => {
    let likelihood = silent;
    for (let k = 0; k < rates.length; k++)
      likelihood += ((1 - silent) / rates.length) * Math.exp(violations * hit[k]! + (n - violations) * miss[k]!);
    return likelihood;
  };
}
