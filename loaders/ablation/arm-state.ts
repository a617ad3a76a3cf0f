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

/** The prompts of a finding, of all of them, or the ordinary ones (null), by their index. */
export const promptsOfFinding = ({prompts}: Pick<AblationState, "prompts">, finding: string | null): number[] =>
  prompts.flatMap((prompt, i) => (prompt.finding === finding ? [i] : []));
