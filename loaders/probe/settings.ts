import type {Rubric} from "../util/rubric.js";

/** The steps confirm, robustness and probe in their normal form (docs/probes.md). */

export const probeKinds = [
  "confirm",
  "robustness",
  "prompts",
  "template",
  "transform",
  "context",
  "factorial"
] as const;
export type ProbeKind = (typeof probeKinds)[number];

/** One probe: prompts x contexts x models x samples, each response measured. */
export interface ProbeSettings {
  step: "confirm" | "robustness" | "probe";
  name: string;
  kind: ProbeKind;
  source: FindingSource | PlainPrompt[];
  perturbations: number; // of each prompt
  variants: VariantSettings[]; // made of each prompt
  wordings: VariantSettings[]; // in place of each prompt; the first is the baseline
  contexts: ContextSettings[]; // the first is the baseline
  measures: MeasureSettings[]; // empty: the rubric of each prompt or finding
  models: string[] | null; // targets to ask; null: all, of findings the one that it was found on
  transfer: boolean; // findings of one model are asked of all targets
  samples: number; // of each prompt in each context by each model
  temperature: number | null; // null: the target's own
  batch: boolean; // the judge is asked in batches where its provider has them
  bar: number; // confirm: the rate that the lower bound must beat
  seed: number;
}

/** Prompts that the search found. */
export interface FindingSource {
  top: number; // best of each rubric and model
  which: "all" | "flagged" | "confirmed";
  rubrics: string[] | null; // null: all
}

/** A prompt as the study gives it. */
export interface PlainPrompt {
  item: string;
  query: string;
  row: string | null;
  column: string | null;
  expected: string | null;
  rubric: Rubric | null; // that its answers are judged by where the probe names no measure
}

/** How a prompt is changed. */
export type VariantSettings = {name: string} & (
  | {change: "builtin"; transform: string}
  | {change: "template"; template: string} // holds {prompt}
  | {change: "rewrite"; instruction: string} // by a model
);

export interface Turn {
  query: string;
  response: string;
}

/** What stands around a prompt. */
export interface ContextSettings {
  name: string;
  system: string | null;
  shots: Turn[];
  lab: {chunk: string; shots: number} | null; // shots from a chunk of the lab's training pairs
}

export type MeasureSettings = {name: string} & (
  | {kind: "rubric"; rubric: Rubric}
  | {kind: "regex"; pattern: RegExp}
  | {kind: "phrase"; phrases: string[]}
  | {kind: "first-word"; words: string[] | null} // null: the word alone, no rate
  | {kind: "language"; language: string | null}
  | {kind: "answer"; match: "exact" | "numeric"}
  | {kind: "tokens"}
);

/** Whether a measure is a share of samples, rather than a count. */
export const isRate = (measure: MeasureSettings): boolean => measure.kind !== "tokens";

export const noContext: ContextSettings = {name: "none", system: null, shots: [], lab: null};
export const isFindings = (source: ProbeSettings["source"]): source is FindingSource => !Array.isArray(source);
