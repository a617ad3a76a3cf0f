import type {Origin, UnscoredReason} from "./schema.js";

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
  rubrics: {name: string; threshold: number; principle: string; hash: string | null}[];
  settings: Record<string, unknown>; // the study in its normal form, or what the source says of its settings
  attributes: {source: string; rows: number; distinct: number} | null; // the attribute pool
  counts: {
    candidates: number;
    scored: number;
    unscored: number;
    flagged: number;
    findings: number;
    prompts?: number; // distinct prompts among the candidates; absent if a model writes the queries
    coverage?: number; // mean share of the drawn attributes that a candidate's prompt has; absent likewise
    regions?: number | null; // of different meanings; null where the sampler looks for none
    confirmed?: number | null; // findings that resampling upheld; null where none was resampled
  };
  unscored: Partial<Record<UnscoredReason, number>>;
  spend: StudySpend;
  notes: string[]; // what a reader must know: lines skipped at import, counts that the source lost
  tables: string; // changes whenever the tables do
  fingerprint: string | null; // of all that the results depend on: a finished study of another fingerprint is run again
  packageVersion: string;
}

/** Whether a study measured things and none of them has a score: what it did not find says nothing then. */
export function foundNothing({counts, steps}: Pick<StudyManifest, "counts" | "steps">): boolean {
  if (counts.candidates > 0) return counts.scored === 0;
  const done = steps.filter((step) => step.done > 0);
  return done.length > 0 && done.every((step) => step.unscored === step.done);
}
