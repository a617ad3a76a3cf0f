import type {ControlKind} from "../../src/shared/ablation.js";
import type {FindingSource} from "../probe/sources/findings.js";
import type {ProbeSettings} from "../probe/settings.js";
import type {ContextSettings} from "../step/contexts/context.js";
import type {RoleSpec} from "../step/role.js";
import type {TraceSettings} from "../turf/trace/trace.js";
import type {DetectorSettings} from "./detectors/settings.js";

/** The step `ablation` in its normal form (docs/ablation.md). Plain data: it is part of the fingerprint of a study. */
export interface AblationSettings {
  index: string | null; // that the findings are traced in; lab: that of the lab's world; null: no arm needs one
  corpus: string | null; // path of the training pairs; null: those of the index
  findings: FindingSource;
  writer?: RoleSpec; // of counter-examples; absent: the model that rewords prompts
  detectors?: DetectorSettings[]; // that arms name; absent: none
  arms: ArmSettings[]; // besides the one with all data
  controls: ControlKind[]; // beside each arm that drops or adds pairs
  seeds: number[]; // of the training
  trainer: TrainerSettings;
  samples: number; // of each prompt of a finding by each model
  rewordings: number; // of the prompt of each finding
  byModel: boolean; // whether a model writes the rewordings
  ordinary: number; // prompts held out of all training data
  measured?: MeasuredSettings; // besides the findings; absent: only ordinary prompts
  bar: number; // the rate below which a failure is gone
  context: ContextSettings; // what the search asked its queries after
  trace: TraceSettings;
  most: number; // pairs that an arm takes from a trace
  seed: number; // of all draws
}

/** What else of the study every trained model is asked. */
export interface MeasuredSettings {
  regions: {top: number; queries: number} | null; // the first of each rubric and target; null: none
  probes: ProbeSettings[]; // of the study
}

/** The training data of one model, against all of the corpus. */
export interface ArmSettings {
  name: string;
  drop: DropSettings | null;
  keep: number[]; // how many of those that are dropped remain, an arm each; empty: none
  add: string | null; // path of pairs that are added
  write?: number; // counter-examples that a model writes for each finding, and that are added; absent: none
  rounds?: number; // at most, each without one chunk more, until the failure is gone; absent: 1
  grid?: GridSettings; // instead of all that: an arm for each cell; absent: none
}

/** Counts of one kind of pairs by counts of another, each cell with and without a third (Fig. 10 of the paper). */
export interface GridSettings {
  x: AxisSettings;
  y: AxisSettings;
  without: DropSettings | null; // the third; null: there is none
}

/** One kind of pairs, and how many of them the cells of a grid get. */
export interface AxisSettings {
  pairs: {drop: DropSettings} | {add: string}; // of the corpus, or of a file
  counts: (number | null)[]; // null: all of them
}

/** Which pairs are left out. */
export type DropSettings =
  | {by: "trace"; part: TracePart}
  | {by: "chunk"; chunk: string | null} // null: the one that the trace names first
  | {by: "chunks"; chunks: string[]} // together
  | {by: "phrase"; phrase: string; side: PhraseSide}
  | {by: "cluster"; cluster: number}
  | {by: "detector"; detector: string};

/** Of what a trace retrieved: pairs with its crux and its trigger, or with one of them whatever the other is. */
export const traceParts = ["trace", "crux", "trigger"] as const;
export type TracePart = (typeof traceParts)[number];

export const phraseSides = ["query", "response", "both"] as const;
export type PhraseSide = (typeof phraseSides)[number];

export type TrainerSettings = {kind: "lab"} | CommandSettings | GivenSettings;

/** The user's own command, which trains a model on a file. */
export interface CommandSettings {
  kind: "command";
  command: string; // run by a shell, with {data}, {out} and {seed} filled in
  timeoutInMs: number | null; // of one training; null: none
  format?: "parquet"; // of the data; absent: JSON lines
  baseUrl: string | null; // where the trained models are served, in place of their provider's address
}

/** Models that were trained elsewhere, by arm and seed. */
export interface GivenSettings {
  kind: "given";
  models: Record<string, string[]>; // label of the arm -> provider:model for each seed
}

/** All that an arm names pairs of the corpus by. */
export function dropsOf({drop, grid}: Pick<ArmSettings, "drop" | "grid">): DropSettings[] {
  const axes = grid === undefined ? [] : [grid.x.pairs, grid.y.pairs];
  const ofAxes = axes.flatMap((pairs) => ("drop" in pairs ? [pairs.drop] : []));
  return [drop, ...ofAxes, grid?.without ?? null].filter((each) => each !== null);
}

/** The files whose pairs an arm adds. */
export function filesOf({add, grid}: Pick<ArmSettings, "add" | "grid">): string[] {
  const axes = grid === undefined ? [] : [grid.x.pairs, grid.y.pairs];
  return [...(add === null ? [] : [add]), ...axes.flatMap((pairs) => ("add" in pairs ? [pairs.add] : []))];
}

/** Whether an arm can't be planned without the trace of a finding. */
export const needsTrace = (arm: ArmSettings): boolean =>
  dropsOf(arm).some((drop) => drop.by === "trace" || (drop.by === "chunk" && drop.chunk === null));

/** Whether an arm is made for each finding, and not once for all. */
export const needsFinding = (arm: ArmSettings): boolean => needsTrace(arm) || arm.write !== undefined;

/** The number of models that an arm stands for with each seed, at most, for each finding that it is made for. */
export function modelsOf({keep, grid, rounds = 1}: ArmSettings, controls: number): number {
  if (grid !== undefined) return grid.x.counts.length * grid.y.counts.length * (grid.without === null ? 1 : 2);
  if (keep.length > 0) return keep.length;
  return (2 * rounds - 1) * (1 + controls); // in the end each chunk but the last is put back once
}
