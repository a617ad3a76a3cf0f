import type {Arm, CheckReason, Purpose, Status, UnscoredReason} from "../../src/shared/schema.js";

/** The attributes of one candidate and where they come from. */
export interface Draw {
  attributes: string[]; // in the order the query model sees them
  weighted: string[]; // of these, drawn by weight (Eq. 1)
  sourceRow: number | null; // pool row of the others; null when there are none
}

/**
 * One candidate, scored or not: (q, r, s, A_q) of the paper. Its long texts stay on disk: `texts` is a handle for the
 * reader of their source, such as ordinals in a journal or a line of an imported file.
 */
export interface Candidate<Handle = unknown> extends Draw {
  iteration: number; // from 1
  slot: number; // from 0
  arm: Arm;
  status: Status;
  reason: UnscoredReason | null;
  score: number | null; // 0-100
  query: string | null; // an excerpt (src/shared/excerpt.ts)
  prompt: string | null; // id of the distinct query (util/prompt-id.ts); null without a query
  /** The pool's attributes that the query has: all of them, or, as a model says, of those drawn; null: not known. */
  met: readonly string[] | null;
  checkReason?: CheckReason; // why a model that was asked what the query has did not say
  inputTokens: number | null;
  outputTokens: number | null;
  cost: number | null; // US dollars
  latencyInMs: number | null;
  judgements?: JudgeScore[]; // if there are several judges, or if a judge looked for what a rule misses
  ruled?: RuledAs; // if its rubric has a rule
  contrast?: ContrastAnswer; // if a contrast model was asked its query
  severity?: SeverityScore[]; // if it fails and the search has dimensions of severity
  truncated?: true; // scored, although the response was cut off by its token limit
  late?: true; // scored only after its iteration had ended: it does not steer the search
  purpose?: Purpose; // of an adaptive search
  replicateOf?: {run: number; index: number} | null; // the candidate that it investigates: run from 0, index in the run
  texts: Handle;
}

/** How the answer of a contrast model to a candidate's query was scored. */
export interface ContrastAnswer {
  score: number | null; // 0-100
  reason: UnscoredReason | null; // why there is no score
}

/** How bad the answer of a candidate is in one dimension. */
export interface SeverityScore {
  dimension: string; // name of its rubric
  score: number | null; // 0-100
  reason: UnscoredReason | null; // why there is no score
}

/** What a rubric's rule said of a candidate or sample. */
export interface RuledAs {
  settled: boolean; // whether the score is the rule's; else it is the judge's
  fired: boolean | null; // null: the rule can't tell
  reason: string;
}

/** A_q: the attributes that count as met by a query. Where nobody knows what it has, those that were drawn do. */
export const metBy = ({met, attributes}: Pick<Candidate, "met" | "attributes">): readonly string[] => met ?? attributes;

/** The share of the drawn attributes that a query has, 0-1; null where nobody knows what it has. */
export function coverageOf({met, attributes}: Pick<Candidate, "met" | "attributes">): number | null {
  if (met === null || attributes.length === 0) return null;
  return attributes.filter((attribute) => met.includes(attribute)).length / attributes.length;
}

/** The score of one of several judges. */
export interface JudgeScore {
  judge: string; // provider:model
  score: number | null; // 0-100
  reason: UnscoredReason | null; // why there is no score
}
