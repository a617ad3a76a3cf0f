import type {Detected} from "../detectors/run-detectors.js";
import type {ControlKind} from "../../../src/shared/ablation.js";
import {createRandom, seedOf, shuffle} from "../../util/random.js";
import {isUserError, UserError} from "../../util/user-error.js";
import type {TurfIndex} from "../../turf/index/turf-index.js";
import {leftOut, type CounterExamples} from "../counter-examples/write-counter-examples.js";
import type {AblationCorpus, CorpusPair} from "../corpus/corpus.js";
import {needsFinding, type AblationSettings, type ArmSettings, type GridSettings} from "../settings.js";
import {countOf} from "../words.js";
import {nameOfRound, type Round} from "../rounds/round.js";
import type {Arm} from "./arm.js";
import {drawControl} from "./draw-control.js";
import {planGrid} from "./plan-grid.js";
import {selectRows} from "./select-rows.js";
import type {TracedFinding} from "./traced-finding.js";

/** What arms are planned from. */
export interface PlanContext {
  corpus: AblationCorpus;
  index: TurfIndex | null;
  heldOut: ReadonlySet<number>; // rows that no arm gets
  findings: readonly {id: string; traced: TracedFinding | null}[];
  added: ReadonlyMap<string, CorpusPair[]>; // pairs of the files that arms add, by path
  written: ReadonlyMap<string, CounterExamples | UserError>; // by arm and finding; why there are none
  detected: ReadonlyMap<string, Detected>; // by the name of the detector
}

export const keyOfWritten = (arm: string, finding: string): string => JSON.stringify([arm, finding]);

/** An arm that can't be made, and why. */
export interface ArmProblem {
  name: string;
  finding: string | null;
  error: UserError;
}

/** The arms of an ablation, to which further rounds are added once the rounds before them are measured. */
export interface PlannedArms {
  readonly arms: Arm[];
  readonly problems: ArmProblem[];
  /** Adds the arm of a further round and its controls, and returns them. Throws a UserError where no data would be left. */
  addRound(finding: string, round: Round): Arm[];
}

/** The arms of an ablation: all data first, then each arm of the settings with its doses and controls. */
export function planArms(settings: AblationSettings, context: PlanContext): PlannedArms {
  const planner = new Planner(settings, context);
  for (const arm of settings.arms)
    for (const finding of needsFinding(arm) ? context.findings : [null]) planner.add(arm, finding);
  return planner;
}

type Drawn = Omit<Arm, "id" | "control" | "kept"> & Partial<Pick<Arm, "control" | "kept">>;

class Planner implements PlannedArms {
  readonly arms: Arm[] = [];
  readonly problems: ArmProblem[] = [];

  constructor(
    private readonly settings: AblationSettings,
    private readonly context: PlanContext
  ) {
    this.#push({
      name: "full",
      finding: null,
      kind: "full",
      selects: "all pairs",
      dropped: new Set(),
      added: [],
      own: new Set()
    });
  }

  add(arm: ArmSettings, finding: PlanContext["findings"][number] | null): void {
    try {
      this.#addArm(arm, finding);
    } catch (error) {
      if (!isUserError(error)) throw error;
      this.problems.push({name: arm.name, finding: finding?.id ?? null, error});
    }
  }

  addRound(finding: string, round: Round): Arm[] {
    const {chunks} = round;
    const {rows, words} = selectRows(chunks.length === 1 ? {by: "chunk", chunk: chunks[0]!} : {by: "chunks", chunks}, {
      ...this.context,
      traced: null
    });
    const {dropped, own} = this.#withoutHeldOut(rows);
    this.#checkLeft({dropped, added: []});
    const before = this.arms.length;
    this.#addDrop({name: nameOfRound(round), finding, kind: "drop", selects: words, dropped, added: [], own, round});
    return this.arms.slice(before);
  }

  #withoutHeldOut(rows: ReadonlySet<number>): Pick<Arm, "dropped" | "own"> {
    const [dropped, own] = [new Set<number>(), new Set<number>()];
    for (const row of rows) (this.context.heldOut.has(row) ? own : dropped).add(row);
    return {dropped, own};
  }

  #addDrop(arm: Drawn): void {
    const made = this.#push(arm);
    for (const from of this.settings.controls) this.#addControl(made, from);
  }

  #addArm(arm: ArmSettings, finding: PlanContext["findings"][number] | null): void {
    const {corpus, index, added, detected} = this.context;
    if (arm.grid !== undefined) return this.#addGrid(arm.name, arm.grid, finding);
    const {rows, words} =
      arm.drop === null
        ? {rows: new Set<number>(), words: ""}
        : selectRows(arm.drop, {corpus, index, detected, traced: finding?.traced ?? null});
    const {dropped, own} = this.#withoutHeldOut(rows);
    const written = arm.write === undefined ? null : writtenFor(this.context.written, arm.name, finding!.id);
    const pairs = [...(arm.add === null ? [] : added.get(arm.add)!), ...(written?.pairs ?? [])];
    const base = {name: arm.name, finding: finding?.id ?? null, added: pairs, own};
    const more =
      pairs.length === 0 ? [] : [`and ${countOf(pairs.length, "pair")} more${written === null ? "" : saidOf(written)}`];
    const selects = [words, ...more].join(" ").trim();
    if (!arm.keep.some((count) => count > 0)) this.#checkLeft({dropped, added: pairs});
    if (arm.keep.length > 0) return this.#addDoses(arm, {...base, selects, dropped});
    const round = arm.rounds === undefined ? {} : {round: firstRound(arm.name, finding?.traced ?? null)};
    this.#addDrop({...base, kind: pairs.length > 0 ? "add" : "drop", selects, dropped, ...round});
  }

  /** An arm for each number of pairs that remain, drawn at random; smaller draws are part of larger ones. */
  #addDoses({keep}: ArmSettings, {name, dropped, selects, ...base}: Omit<Drawn, "kind">): void {
    const random = createRandom(seedOf(this.settings.seed, "dose", name));
    const order = shuffle(random, [...dropped]);
    for (const count of keep) {
      if (count >= order.length)
        throw new UserError(`keeps ${count} of ${order.length} pairs: expected fewer, since all are in the arm full`);
      const rest = new Set(order.slice(count));
      this.#push({...base, name, kind: "dose", selects: `${selects}; ${count} remain`, dropped: rest, kept: count});
    }
  }

  #addGrid(name: string, grid: GridSettings, finding: PlanContext["findings"][number] | null): void {
    const {settings, context} = this;
    const {cells, own} = planGrid(name, grid, {...context, traced: finding?.traced ?? null, seed: settings.seed});
    for (const cell of cells) this.#checkLeft(cell);
    for (const cell of cells) this.#push({...cell, name, finding: finding?.id ?? null, kind: "grid", own});
  }

  #addControl(arm: Arm, from: ControlKind): void {
    const {corpus, heldOut} = this.context;
    const control = {of: arm.id, from};
    const seed = seedOf(this.settings.seed, arm.name, arm.finding ?? "");
    const base = {name: arm.name, finding: arm.finding, kind: "control" as const, control, own: arm.own};
    if (arm.dropped.size === 0) {
      if (from === "chunk") return; // pairs that are added are of no chunk
      const rows = shuffle(createRandom(seed), [...otherRows(corpus, heldOut)]).slice(0, arm.added.length);
      const again = rows.map((row) => corpus.pair(row));
      this.#push({
        ...base,
        selects: "as many pairs of the corpus, drawn at random, again",
        dropped: new Set(),
        added: again
      });
      return;
    }
    const dropped = drawControl(corpus, {dropped: arm.dropped, excluded: heldOut}, from, seed);
    if (dropped === null) return;
    const where = from === "chunk" ? "from the same chunks" : "from everywhere";
    this.#push({...base, selects: `as many other pairs, drawn at random ${where}`, dropped, added: arm.added});
  }

  /** A selection may leave none but the held-out rows, which nobody is trained on. */
  #checkLeft({dropped, added}: Pick<Drawn, "dropped" | "added">): void {
    const {corpus, heldOut} = this.context;
    if (dropped.size + heldOut.size < corpus.size || added.length > 0) return;
    throw new UserError(`leaves nothing to train on: ${corpus.name} has ${countOf(corpus.size, "pair")}`);
  }

  #push({control = null, kept = null, ...arm}: Drawn): Arm {
    const whole: Arm = {...arm, id: this.arms.length, control, kept};
    this.arms.push(whole);
    return whole;
  }
}

/** The round that drops the chunk which the trace of the finding names first. */
const firstRound = (series: string, traced: TracedFinding | null): Round => ({
  ...{series, number: 1, chunks: traced !== null && "chunk" in traced ? [traced.chunk!] : []},
  ...{back: null, traced: 1, named: 1}
});

/** Throws the UserError that says why nothing was written. */
function writtenFor(written: PlanContext["written"], arm: string, finding: string): CounterExamples {
  const found = written.get(keyOfWritten(arm, finding))!;
  if (isUserError(found)) throw found;
  return found;
}

const saidOf = (written: CounterExamples): string => `, which ${written.writer} wrote: ${leftOut(written)}`;

function* otherRows({size}: AblationCorpus, excluded: ReadonlySet<number>): Generator<number> {
  for (let row = 0; row < size; row++) if (!excluded.has(row)) yield row;
}
