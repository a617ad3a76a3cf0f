import type {z} from "zod";
import type {Rubric} from "../util/rubric.js";
import type {EstimateContext, StepEstimate} from "./estimate.js";
import type {PreparedStudy} from "./prepared-study.js";
import type {RoleSpec} from "./role.js";
import type {RoleInput} from "./role-spec.js";
import type {Cut, Division} from "./share.js";
import type {ComputeTools, StepRun, StepTools} from "./step-run.js";
import type {StepRole, Study} from "./study.js";

/**
 * A kind of step: everything that the product knows about it. The registry (`study/steps.ts`) lists the steps in the
 * order in which they run. The study file, the runner, the tables, estimates, progress and the manifest use that list.
 */
export interface Step<Input = unknown, Settings = unknown> {
  readonly name: string; // its key in the study file
  readonly about: string; // one line for help and docs
  readonly dependsOn: readonly string[]; // earlier steps: if the study has one and it failed, this step does not run
  readonly isDefault?: true; // a study has it unless its key is false
  /** What a user may write under its key. A function, since it may depend on registries. */
  spec(): z.ZodType;
  /** The normal form of what the file has under its key. Throws errors at the line of a key. */
  normalize(input: Input, file: StudyFile): Settings;
  /** Roles that it adds to those of the study. */
  roles?(settings: Settings): Omit<StepRole, "step">[];
  /** Other models that it asks and that may cost money, as provider:model, such as those of an index. */
  otherModels?(settings: Settings): string[];
  /** Whether it does what must not start unasked although its calls are free, such as a training. Defaults to false. */
  isCostly?(settings: Settings): boolean;
  /** Checks what would otherwise fail after money was spent. Throws UserErrors at the line of a key. */
  check?(settings: Settings, prepared: PreparedStudy): Promise<void>;
  /** What its results depend on besides its settings: part of the study's fingerprint. */
  stamp?(settings: Settings): unknown;
  /** Creates the step for a study that is about to run. Asks nothing. */
  create(settings: Settings, tools: StepTools): StepRun;
  /** The parts that can run apart, on other machines too; absent: it runs whole, where a study is put together. */
  cut?(settings: Settings, study: Study, division: Division): Cut[];
  /** Does a phase that asks no model, in a unit of its own. */
  compute?(settings: Settings, tools: ComputeTools): Promise<void>;
  /** What it will ask. Asks nothing. */
  estimate?(settings: Settings, context: EstimateContext): Promise<StepEstimate>;
  /** Its settings as the manifest shows them; defaults to the settings themselves. */
  describe?(settings: Settings): unknown;
}

/** The parts of a study file that a step may need for its normal form. */
export interface StudyFile {
  file: string; // its path: paths in it are relative to its folder
  rubrics: readonly Rubric[];
  targets: readonly string[]; // as provider:model
  lab: boolean; // whether the lab plays any role
  attributes: string; // the pool; empty if the file names none
  canWrite: boolean; // whether there are queries: a model writes them, or they are prompts of a corpus
  canRewrite: boolean; // whether there is a model that rewords prompts
  has(step: string): boolean; // whether the study has that step and it comes earlier
  /** The settings of an earlier step; null if the study does not have it. */
  settings<Input, Settings>(step: Pick<Step<Input, Settings>, "name" | "normalize">): Settings | null;
  /** The normal form of a role under the step's key; `path` is the path of its key. */
  role(input: RoleInput, maxTokens: number, path: readonly PropertyKey[]): RoleSpec;
  errorAt(path: readonly PropertyKey[], message: string): Error; // at the line of a key
}

/** The settings of a step in a study; null if the study does not have the step. */
export function settingsOf<Input, Settings>({steps}: Study, step: Pick<Step<Input, Settings>, "name" | "normalize">) {
  return (steps[step.name] as Settings | undefined) ?? null;
}

/** A copy of the study with other settings of a step. */
export function withSettings<Input, Settings>(
  study: Study,
  {name}: Pick<Step<Input, Settings>, "name" | "normalize">,
  settings: Settings
): Study {
  return {...study, steps: {...study.steps, [name]: settings}};
}
