import type {ContextSettings} from "../step/contexts/context.js";
import type {Rubric} from "../util/rubric.js";
import type {MeasureSettings} from "../util/rule.js";

export type {MeasureSettings};

/**
 * The steps confirm, robustness and probe in their normal form (docs/probes.md). Plain data: it is part of the
 * fingerprint of a study.
 */

/** One probe: prompts x contexts x models x samples, each response measured. */
export interface ProbeSettings {
  step: "confirm" | "robustness" | "probe";
  name: string;
  kind: string; // confirm, robustness, prompts, template, transform, context, factorial: what its prompts are for
  source: ProbeSource;
  perturbations: number; // of each prompt
  byRule?: true; // they are made by rule, not written by a model
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

/** Prompts that the study file says, or where to find them when the probe runs. */
export type ProbeSource = PlainPrompt[] | LateSource;

/** Prompts that the steps before the probe find: at most `top` of each rubric and model. */
export interface LateSource {
  from: string; // name of its definition
  top: number;
  rubrics: string[] | null; // null: all
  ids?: string[]; // these besides the best ones; absent: none
}

/** A prompt as the study file says it. */
export interface PlainPrompt {
  item: string;
  query: string;
  row: string | null;
  column: string | null;
  expected: string | null;
  rubric: Rubric | null; // that its answers are judged by where the probe names no measure
}

/** How a prompt is changed. Each kind of change adds what it needs. */
export interface VariantSettings {
  name: string;
  change: string; // builtin: the program `transform`; else the name of its definition
}

/** Whether the prompts of a probe are known only when it runs. */
export const isLate = (source: ProbeSource): source is LateSource => !Array.isArray(source);
