import type {Row} from "../../src/shared/schema.js";
import {mean, wilson} from "../../src/shared/statistics.js";
import {updateBuffer, type BufferEntry, type BufferOptions} from "./buffer.js";
import {metBy, type Candidate} from "./candidate.js";
import {evidenceScore} from "./contrast.js";
import {attributeWeights, totalWeight} from "./weights.js";

/** Columns that name the run of a row; they are added when tables are written. */
type Owner = "rubric" | "model" | "run";
export type IterationRow = Omit<Row<"iterations">, Owner>;
export type WeightRow = Omit<Row<"attribute_weights">, Owner>;
export type BufferRow = Omit<Row<"buffer">, Owner>;

/** How a run is tracked. */
export interface TrackerOptions extends BufferOptions {
  threshold: number; // a score above it is a flag
}

interface AttributeUse {
  uses: number;
  scored: number;
  sum: number;
}

/** The state of a run, from which its tables are made. */
export interface RunState<Handle = unknown> {
  readonly candidates: readonly Candidate<Handle>[];
  readonly iterationRows: readonly IterationRow[];
  readonly weightRows: readonly WeightRow[];
  readonly bufferRows: readonly BufferRow[];
  readonly tops: readonly (number | null)[]; // best score of the search arm in each iteration
  readonly buffer: readonly BufferEntry[];
  readonly iterations: number;
}

/**
 * The state of one run: buffer (Eq. 2), weights (Eq. 1) and the rows that describe them. It takes the iterations in
 * order. Live searches and replays of imported runs both use it.
 */
export class RunTracker<Handle = unknown> implements RunState<Handle> {
  readonly candidates: Candidate<Handle>[] = [];
  readonly iterationRows: IterationRow[] = [];
  readonly weightRows: WeightRow[] = [];
  readonly bufferRows: BufferRow[] = [];
  readonly tops: (number | null)[] = [];
  buffer: BufferEntry[] = [];
  weights = new Map<string, number>();
  unchanged = 0; // iterations since the buffer last changed
  #usage = new Map<string, AttributeUse>();
  #late: BufferEntry[] = [];

  constructor(readonly options: TrackerOptions) {}

  get iterations(): number {
    return this.tops.length;
  }

  /** A copy of the state as it is now. */
  snapshot(): RunState<Handle> {
    const {candidates, iterationRows, weightRows, bufferRows, tops, buffer, iterations} = this;
    return {
      candidates: [...candidates],
      iterationRows: [...iterationRows],
      weightRows: [...weightRows],
      bufferRows: [...bufferRows],
      tops: [...tops],
      buffer,
      iterations
    };
  }

  /** Adds the candidates of the next iteration, in slot order. Unscored ones and the control arm enter no buffer. */
  finishIteration(iteration: number, candidates: readonly Candidate<Handle>[]): void {
    const entries = this.#entriesOf(iteration, candidates);
    this.candidates.push(...candidates);
    this.buffer = updateBuffer(this.buffer, entries, this.options);
    this.weights = attributeWeights(this.buffer);
    const entered = this.buffer.filter((entry) => entry.entered === iteration).length;
    this.unchanged = entered > 0 ? 0 : this.unchanged + 1;
    const used = this.#countUses(candidates);
    const timely = candidates.filter(({arm, late}) => arm === "search" && !late);
    this.tops.push(best(timely.map((candidate) => evidenceScore(candidate, this.options.threshold))));
    this.#describeIteration(iteration, candidates, entered);
    this.#describeWeights(iteration, used);
    this.#describeBuffer(iteration);
  }

  #entriesOf(iteration: number, candidates: readonly Candidate[]): BufferEntry[] {
    return candidates.flatMap((candidate, i) => {
      const {arm, query, late} = candidate;
      const score = evidenceScore(candidate, this.options.threshold);
      if (arm !== "search" || score === null) return [];
      const place = {candidate: this.candidates.length + i, entered: iteration};
      const entry = {...place, score, attributes: metBy(candidate), query: query ?? ""};
      if (late) this.#late.push(entry);
      return late ? [] : [entry];
    });
  }

  /** Ends the run: candidates that were scored too late to steer it can enter the final buffer. */
  finish(): void {
    if (this.#late.length === 0) return;
    this.buffer = updateBuffer(this.buffer, this.#late.splice(0), this.options);
    const last = this.iterations;
    while (this.bufferRows.at(-1)?.iteration === last) this.bufferRows.pop();
    this.#describeBuffer(last);
  }

  /** Puts a candidate in the place of the same one before its contrast model was asked. */
  replace(index: number, candidate: Candidate<Handle>): void {
    this.candidates[index] = candidate;
  }

  #countUses(candidates: readonly Candidate[]): Set<string> {
    const used = new Set<string>(this.weights.keys());
    for (const candidate of candidates) {
      const {score} = candidate;
      for (const attribute of new Set(metBy(candidate))) {
        used.add(attribute);
        let usage = this.#usage.get(attribute);
        if (usage === undefined) this.#usage.set(attribute, (usage = {uses: 0, scored: 0, sum: 0}));
        usage.uses++;
        if (score === null) continue;
        usage.scored++;
        usage.sum += score;
      }
    }
    return used;
  }

  #describeIteration(iteration: number, candidates: readonly Candidate[], entered: number): void {
    for (const arm of ["search", "control"] as const) {
      const asked = candidates.filter((candidate) => candidate.arm === arm);
      if (asked.length === 0 && arm === "control") continue;
      const scores = asked.flatMap(({score}) => (score === null ? [] : [score]));
      const violations = scores.filter((score) => score > this.options.threshold).length;
      this.iterationRows.push({
        iteration,
        arm,
        candidates: asked.length,
        n: scores.length,
        unscored: asked.length - scores.length,
        violations,
        ...wilson(violations, scores.length),
        mean: mean(scores),
        top: best(asked.map(({score}) => score)),
        buffer_top: this.buffer[0]?.score ?? null,
        buffer_min: this.buffer.at(-1)?.score ?? null,
        entered: arm === "search" ? entered : 0
      });
    }
  }

  #describeWeights(iteration: number, used: ReadonlySet<string>): void {
    const total = totalWeight(this.weights);
    for (const attribute of [...used].sort()) {
      const weight = this.weights.get(attribute) ?? 0;
      const {uses, scored, sum} = this.#usage.get(attribute)!;
      this.weightRows.push({
        iteration,
        attribute,
        weight,
        probability: total > 0 ? weight / total : 0,
        uses,
        scored,
        mean_score: scored > 0 ? sum / scored : null
      });
    }
  }

  #describeBuffer(iteration: number): void {
    this.buffer.forEach(({candidate, score, entered, query}, i) =>
      this.bufferRows.push({iteration, rank: i + 1, candidate, score, entered, query})
    );
  }
}

function best(scores: readonly (number | null)[]): number | null {
  const known = scores.filter((score) => score !== null);
  return known.length > 0 ? Math.max(...known) : null;
}
