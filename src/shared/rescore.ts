import type {UnscoredReason} from "./schema.js";

/** How answers were scored, before or after. */
export interface ScoredBy {
  rubric: string;
  threshold: number; // a score above it is a flag
  hash: string | null; // of what the score depends on; null where the source does not say
  scorers: string[]; // judges, as provider:model, or rule
}

/** An answer that was scored again. */
export interface RescoredRow {
  id: number; // row of candidates or samples
  key: string; // says whether the row is still the same (rowKey.ts)
  model: string;
  stratum: number | null; // place in `strata`; null: not of the random sample, but marked by somebody
  before: number | null; // score
  after: number | null;
  reason: UnscoredReason | null; // why it has no new score
  texts: {query: string; response: string; before: string; after: string} | null; // cut; null: one of very many
}

/** What a change of the rubric or of the judge changes: `data/runs/<study>/rescores/<name>.json`. */
export interface Rescore {
  version: 1;
  name: string;
  study: string;
  source: "candidates" | "samples";
  before: ScoredBy;
  after: ScoredBy & {file: string | null}; // of the rubric, as a page may show it; null: the study's own
  state: "running" | "stopped" | "finished";
  error: string | null; // why it stopped
  at: string; // ISO date of the last change
  seed: number;
  whole: boolean; // every answer was asked for, not a sample
  population: number; // answers that have a score
  strata: {name: string; flagged: boolean; size: number}[];
  rows: RescoredRow[]; // those done, by row
  planned: number;
  calls: number; // made, not read from the journal
  cost: number | null; // US dollars of all rescores of the study so far; null when a price is unknown
}

/** Whether a score is a flag; null without a score. */
export const isFlag = (score: number | null, {threshold}: Pick<ScoredBy, "threshold">): boolean | null =>
  score === null ? null : score > threshold;

export type Change = "flag lost" | "flag gained" | "stays a flag" | "stays none" | "no score";

/** What became of an answer. */
export function changeOf(
  {before, after}: Pick<RescoredRow, "before" | "after">,
  rescore: Pick<Rescore, "before" | "after">
): Change {
  const [was, is] = [isFlag(before, rescore.before), isFlag(after, rescore.after)];
  if (is === null || was === null) return "no score";
  if (was === is) return is ? "stays a flag" : "stays none";
  return is ? "flag gained" : "flag lost";
}
