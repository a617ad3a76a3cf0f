import type {Row, UnscoredReason} from "../../src/shared/schema.js";
import type {BatchLog} from "../store/batch-log.js";
import type {Recorder} from "../store/recorder.js";
import type {RuledAs} from "../surf/candidate.js";
import type {SpelledContext, Turn} from "../step/contexts/context.js";
import type {RoleSettings} from "../step/role.js";
import type {Share} from "../step/share.js";
import type {Unscored} from "../step/step-run.js";
import type {Rubric} from "../util/rubric.js";
import type {Rejection} from "./check-rewording.js";
import type {MeasuredValue, MeasureSummary} from "../measure/measure.js";
import type {PlainPrompt, ProbeSettings} from "./settings.js";

/** A prompt of a probe, used or rejected. */
export interface ProbePrompt {
  item: string;
  variant: string;
  number: number | null; // of the perturbation
  original: ProbePrompt | null; // what it was made from
  row: string | null;
  column: string | null;
  rubric: Rubric | null; // its own, such as a finding's
  expected: string | null;
  query: string;
  note: string | null; // how it was made
  rejected: Rejection | null;
  models: readonly string[] | null; // targets to ask; null: those of the probe
}

/** A prompt as its source says it. Its row is its rubric where it has no other. `models` are the targets to ask. */
export const originalPrompt = (plain: PlainPrompt, models: readonly string[] | null = null): ProbePrompt => ({
  ...plain,
  row: plain.row ?? plain.rubric?.name ?? null,
  variant: "original",
  number: null,
  original: null,
  note: null,
  rejected: null,
  models
});

export interface Measurement extends MeasuredValue {
  measure: string;
  judge: string | null;
}

/** One sample: a prompt in a context, answered once by one model. */
export interface Sample {
  prompt: number; // index in the probe's prompts
  model: string;
  context: string;
  sample: number; // from 1
  reason: UnscoredReason | null; // null: answered, and scored where it is judged
  rubric: Rubric | null; // the first that it was judged by
  score: number | null;
  ruled: RuledSample[]; // by rubrics with a rule
  truncated?: true; // the response was cut off by its token limit, and judged as it is
  measurements: Measurement[]; // of all measures and judges
  inputTokens: number | null;
  outputTokens: number | null;
  cost: number | null;
  latencyInMs: number | null;
  target: number; // journal ordinal
  judges: number[]; // journal ordinals
}

/** What the rule of a rubric said of a sample. */
export interface RuledSample extends RuledAs {
  rubric: string;
  missed: boolean | null; // whether the judges scored it above the threshold though it did not fire; null: not judged
}

/** How far a probe is, and what it has found. */
export interface ProbeRun {
  settings: ProbeSettings;
  prompts: ProbePrompt[];
  contexts: SpelledContext[];
  samples: (Sample | undefined)[]; // in the order of the plan; undefined: not asked yet
  calls: number[]; // journal ordinals of what made the prompts
  judging: number; // samples that are at the judges
  summaries?: ReadonlyMap<string, MeasureSummary>; // of measures by name that were taken elsewhere; absent: none were
}

export const createProbeRun = (settings: ProbeSettings): ProbeRun => ({
  settings,
  prompts: [],
  contexts: [],
  samples: [],
  calls: [],
  judging: 0
});

/** Who plays the roles of a probe. */
export interface ProbeRoles {
  targets: readonly RoleSettings[];
  judges: readonly RoleSettings[];
  perturb: RoleSettings | null;
}

/** A finding as a probe needs it. */
export interface FoundPrompt {
  finding: Row<"findings">;
  query: string; // whole
  rubric: Rubric;
}

/** What a probe may use while it runs. */
export interface ProbeContext {
  recorder: Recorder;
  batches: BatchLog;
  roles: ProbeRoles;
  findings(): FoundPrompt[];
  shotsOf(chunk: string, count: number): Turn[]; // of the lab's training pairs
  width: number; // samples under way at once
  share?: Share; // of the prompts and targets; absent: all
  watcher: {planned(parts: number): void; done(scored: boolean, why?: Unscored): void};
  signal?: AbortSignal;
  afterPart(): Promise<void>;
}

/** The samples so far, in the order of the plan. */
export const doneSamples = ({samples}: ProbeRun): Sample[] => samples.filter((sample) => sample !== undefined);
