import type {z} from "zod";
import type {Rubric} from "../util/rubric.js";
import type {EstimateContext, StepEstimate} from "./estimate.js";
import type {PreparedStudy} from "./prepared-study.js";
import type {RoleSpec} from "./role.js";
import type {RoleInput} from "./role-spec.js";
import type {StepRun, StepTools} from "./step-run.js";
import type {StepRole, Study} from "./study.js";

/**
 * A kind of step: all that the product knows of it. The registry (`study/steps.ts`) lists them in the order in which they
 * run; the study file, the runner, the tables, estimates, progress and the manifest take them from there.
 */
export interface Step<Input = unknown, Settings = unknown> {
  readonly name: string; // its key in the study file
  readonly about: string; // one line for help and docs
  readonly dependsOn: readonly string[]; // steps that must not have failed, where the study has them
  readonly isDefault?: true; // the study has it unless its key says false
  /** What a user may write under its key; built when asked for, since it may draw on registries. */
  spec(): z.ZodType;
  /** The normal form of what the file says. Throws errors at the line of their key. */
  normalize(input: Input, file: StudyFile): Settings;
  /** Models that it asks beside those of the study, made for it like those. */
  roles?(settings: Settings): Omit<StepRole, "step">[];
  /** Other models that it asks where these may cost money, as provider:model, such as those of an index. */
  otherModels?(settings: Settings): string[];
  /** Finds what would stop it after money was spent. Throws UserErrors at the line of their key. */
  check?(settings: Settings, prepared: PreparedStudy): Promise<void>;
  /** What its results depend on beside its settings: part of the study's fingerprint. */
  stamp?(settings: Settings): unknown;
  create(settings: Settings, tools: StepTools): StepRun;
  /** What it will ask; calls nothing. */
  estimate?(settings: Settings, context: EstimateContext): Promise<StepEstimate>;
  /** Its settings as a reader may see them; the settings themselves where left out. */
  describe?(settings: Settings): unknown;
}

/** What the normal form of a step is made with; `errorAt` places a problem at the line of its key. */
export interface StudyFile {
  file: string; // its path: others in it are relative to it
  rubrics: readonly Rubric[];
  targets: readonly string[]; // as provider:model
  lab: boolean; // whether the lab plays a part
  attributes: string; // the pool; empty where the file names none
  canWrite: boolean; // whether there is a model that writes queries
  canRewrite: boolean; // whether there is a model that rewords prompts
  has(step: string): boolean; // whether the study has an earlier step
  role(input: RoleInput, maxTokens: number, path: readonly PropertyKey[]): RoleSpec;
  errorAt(path: readonly PropertyKey[], message: string): Error;
}

/** The settings of a step in a study; null where the study does without it. */
export function settingsOf<Input, Settings>({steps}: Study, step: Pick<Step<Input, Settings>, "name" | "normalize">) {
  return (steps[step.name] as Settings | undefined) ?? null;
}

/** The study with other settings of a step. */
export function withSettings<Input, Settings>(
  study: Study,
  {name}: Pick<Step<Input, Settings>, "name" | "normalize">,
  settings: Settings
): Study {
  return {...study, steps: {...study.steps, [name]: settings}};
}
