import {nameInTables, summaryOf} from "../probe/measures/all.js";
import {nameOfRubric} from "../probe/measures/rubric.js";
import type {Rubric} from "../util/rubric.js";
import type {MeasureSettings} from "../util/rule.js";
import type {UserError} from "../util/user-error.js";
import type {Arm} from "./arms/arm.js";
import type {ModelCells} from "./cells.js";
import type {AblationCorpus} from "./corpus/corpus.js";
import type {Detected} from "./detectors/run-detectors.js";
import type {ArmSample} from "./measure-model.js";
import type {ArmPrompt} from "./prompts.js";

/** A model of an arm, as far as it is. */
export interface ArmModel {
  seed: number;
  name: string | null; // provider:model; null: not trained
  problem: string | null; // why there is none
  samples: ArmSample[] | null; // null: not measured yet
  cells: ModelCells | null;
}

/** An arm with its models. */
export interface ArmState {
  arm: Arm;
  pairs: number;
  hash: string | null; // of its data
  bySource: {source: string; pairs: number; dropped: number; remaining: number}[]; // chunks that it leaves pairs out of
  models: ArmModel[];
  end?: string; // of the last round of several: why there is no further one
}

/** All that an ablation has so far. */
export interface AblationState {
  corpus: AblationCorpus | null;
  findings: string[];
  prompts: ArmPrompt[];
  arms: ArmState[];
  problems: {name: string; finding: string | null; error: UserError}[]; // arms that can't be made
  detected: readonly Detected[];
}

export const emptyState = (): AblationState => ({
  ...{corpus: null, findings: [], prompts: [], arms: [], problems: [], detected: []}
});

/** The findings that an arm is meant to change. */
export const targetsOf = ({finding}: Arm, {findings}: Pick<AblationState, "findings">): string[] =>
  finding === null ? findings : [finding];

/** The prompts of a finding, or the ordinary ones (null), by their index. */
export const promptsOfFinding = ({prompts}: Pick<AblationState, "prompts">, finding: string | null): number[] =>
  prompts.flatMap((prompt, i) =>
    (finding === null ? prompt.kind === "ordinary" : prompt.finding === finding) ? [i] : []
  );

/** The rubrics that ordinary prompts are judged by. */
export const ordinaryRubrics = ({prompts}: Pick<AblationState, "prompts">): readonly Rubric[] =>
  prompts.find(({kind}) => kind === "ordinary")?.rubrics ?? [];

/** Prompts of a region, or those of a probe in one variant. */
export interface MeasuredGroup {
  group: "region" | "probe";
  of: string;
  variant: string | null;
  prompts: number[]; // by their index
  measures: {name: string; summary: "rate" | "mean"}[];
}

/** The regions and probes that are measured, in order. */
export function measuredGroups({prompts}: Pick<AblationState, "prompts">): MeasuredGroup[] {
  const groups = new Map<string, MeasuredGroup>();
  for (const [i, {kind, of, variant = null, rubrics, measures = []}] of prompts.entries()) {
    if ((kind !== "region" && kind !== "probe") || of === undefined) continue;
    const key = JSON.stringify([kind, of, variant, rubrics.map(({name}) => name)]);
    const known = groups.get(key);
    if (known !== undefined) known.prompts.push(i);
    else groups.set(key, {group: kind, of, variant, prompts: [i], measures: measuresOf(rubrics, measures)});
  }
  return [...groups.values()];
}

const measuresOf = (rubrics: readonly Rubric[], measures: readonly MeasureSettings[]): MeasuredGroup["measures"] => [
  ...rubrics.map((rubric) => ({name: nameOfRubric(rubric), summary: "rate" as const})),
  ...measures.flatMap((settings) => {
    const summary = summaryOf(settings);
    return summary === "none" ? [] : [{name: nameInTables(settings), summary}];
  })
];
