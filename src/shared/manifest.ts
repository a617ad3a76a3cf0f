import type {ModelNames} from "./modelNames.js";
import type {RecordedFacts} from "./recording.js";
import type {CheckReason, Origin, UnscoredReason} from "./schema.js";

/** How far a step is. */
export interface StepState {
  name: string; // of a step (docs/study.md)
  state: StudyManifest["state"];
  planned: number; // parts: candidates, samples, traces; of a search if no run ends early
  done: number;
  unscored: number; // of these, without a usable answer
}

/** What the calls of a study took, all that are on record. */
export interface StudySpend {
  calls: number;
  inputTokens: number;
  outputTokens: number;
  cost: number | null; // US dollars, calls of unknown cost counted as their worst case; null when a price is unknown
  uncertain?: number; // US dollars of it that are such worst cases
}

/** What the contrast model of a search was asked. */
export interface ContrastCounts {
  asked: number; // candidates whose query it was asked
  failed: number; // of these, flags of the target on which it fails too
  unscored: Partial<Record<UnscoredReason, number>>; // of these, without a score, by reason
}

/** How often it was checked what a written query has. */
export interface CheckCounts {
  by: string; // rules, or a model as provider:model
  checked: number; // candidates of whose query it is known
  unread: Partial<Record<CheckReason, number>>; // those about which the model was asked in vain, by reason
}

/** The rule of a rubric as readers see it. */
export interface RuleInWords {
  use: "score" | "when"; // in place of the judge, or before it
  words: string;
  missed: number; // `when`: share of the exchanges for which it does not fire that are judged anyway
}

/** How often the rule of a rubric fired, over all steps, and what it misses where judges looked (`when`). */
export interface RuleCounts {
  rubric: string;
  exchanges: number; // for which the rule could tell
  fired: number;
  checked: number; // scored by the judges though the rule did not fire: a random share
  missed: number; // of these, above the threshold
  missedRate: number | null; // missed / checked, 0-1; null when nothing was checked
  low: number | null; // ends of its 95% Wilson interval
  high: number | null;
}

/**
 * What a study says about itself beside its tables: `data/runs/<study>/study.json`. Pages read it for settings,
 * provenance and progress; it is written with the tables and carries no text of a model.
 */
export interface StudyManifest {
  version: 1;
  name: string; // folder and address of the study
  title: string;
  origin: Origin;
  source: string; // where it came from in words: the study file, or what was imported
  state: "planned" | "running" | "stopped" | "failed" | "finished";
  error: string | null; // why it failed, one line
  started: string | null; // ISO date
  updated: string | null; // ISO date
  steps: StepState[]; // those the study asks for, in order
  models: Record<string, string[]>; // role -> models asked, as provider:model
  names?: ModelNames; // that the study gives to its models, by provider:model; absent: none
  rubrics: {name: string; threshold: number; principle: string; hash: string | null; rule?: RuleInWords}[];
  recordings?: Record<string, RecordedFacts>; // of those that play recorded answers, by provider:model; absent: none
  settings: Record<string, unknown>; // the study in its normal form, or what the source says of its settings
  attributes: {source: string; rows: number; distinct: number} | null; // the attribute pool
  counts: {
    candidates: number;
    scored: number;
    unscored: number;
    flagged: number;
    truncated?: number; // whose answer was cut off by its token limit and judged as it is; absent: none
    findings: number;
    contrast?: ContrastCounts; // absent without a contrast model
    prompts?: number; // distinct prompts among the candidates; absent if a model writes the queries
    coverage?: number; // mean share of the drawn attributes that a query has; absent where nobody knows
    check?: CheckCounts; // absent if nothing checks written queries
    regions?: number | null; // of different meanings; null where the sampler looks for none
    confirmed?: number | null; // findings that resampling upheld; null where none was resampled
  };
  unscored: Partial<Record<UnscoredReason, number>>;
  rules?: RuleCounts[]; // of each rubric with a rule; absent before anything was scored
  spend: StudySpend;
  notes: string[]; // what a reader must know: lines skipped at import, counts that the source lost
  tables: string; // changes whenever the tables do
  fingerprint: string | null; // of all that the results depend on: a finished study of another fingerprint is run again
  packageVersion: string;
}

/** Samples of probes that a study has taken so far, in all of its steps. */
export const samplesOf = ({steps}: Pick<StudyManifest, "steps">): number =>
  steps.filter(({name}) => name !== "surf" && name !== "turf").reduce((sum, {done}) => sum + done, 0);

/** Whether a study measured things and none of them has a score: what it did not find says nothing then. */
export function foundNothing({counts, steps}: Pick<StudyManifest, "counts" | "steps">): boolean {
  if (counts.candidates > 0) return counts.scored === 0;
  const done = steps.filter((step) => step.done > 0);
  return done.length > 0 && done.every((step) => step.unscored === step.done);
}
