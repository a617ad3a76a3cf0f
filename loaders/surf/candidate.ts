import type {Arm, Purpose, Status, UnscoredReason} from "../../src/shared/schema.js";

/** The attributes of one candidate and where they came from. */
export interface Draw {
  attributes: string[]; // in the order the query model sees them
  weighted: string[]; // of these, drawn by weight (Eq. 1)
  sourceRow: number | null; // pool row that gave the others; null when none did
}

/**
 * One candidate, scored or not: (q, r, s, A_q) of the paper without its long texts, which stay on disk.
 *
 * `texts` says where they are: a handle that only the reader of that source understands (journal ordinals, a line of
 * an imported file).
 */
export interface Candidate<Handle = unknown> extends Draw {
  iteration: number; // from 1
  slot: number; // from 0
  arm: Arm;
  status: Status;
  reason: UnscoredReason | null;
  score: number | null; // 0-100
  query: string | null; // an excerpt (src/shared/excerpt.ts)
  inputTokens: number | null;
  outputTokens: number | null;
  cost: number | null; // US dollars
  latencyInMs: number | null;
  judgements?: Judgement[]; // where several judges score
  late?: true; // scored only after its iteration was over: it does not steer
  purpose?: Purpose; // of an adaptive search
  replicateOf?: {run: number; index: number} | null; // the candidate it looks into: run from 0, place within the run
  texts: Handle;
}

/** What one of several judges said. */
export interface Judgement {
  judge: string; // provider:model
  score: number | null; // 0-100
  reason: UnscoredReason | null; // why there is no score
}
