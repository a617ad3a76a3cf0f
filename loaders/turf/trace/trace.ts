import type {Strength} from "../../../src/shared/turfTables.js";
import type {Rubric} from "../../util/rubric.js";
import type {ChunkShare} from "./chunk-shares.js";
import type {Polarity} from "./crux-prompt.js";
import type {ClusterEvidence} from "./evidence.js";
import type {RetrievedPair} from "./retrieve.js";
import type {QueryAttribute} from "./trigger.js";

/** An exchange to be traced. */
export interface Exchange {
  finding: string | null; // its id; null when pasted
  rubric: Rubric | null; // null: pasted without one
  model: string | null; // that answered
  query: string;
  response: string;
}

export interface TraceSettings {
  k: number; // candidates retrieved a crux, at most
  least: number; // cosine that they must have
  polarity: Polarity;
  seed: number;
}

/** A response attribute, and what came of it. */
export interface CruxResult {
  slot: number; // place in the first judge's list
  attribute: string;
  chosen: number | null; // from 1
  setAside: string | null; // why a choice was set aside
  commonness: number | null;
  traced: TracedCrux | null;
}

export interface TracedCrux {
  candidates: RetrievedPair[];
  evidence: ClusterEvidence[]; // of every cluster, by its number
  trigger: QueryAttribute | null;
  literal: QueryAttribute | null; // Eq. 6 to the letter
  strength: Strength;
  lacks: number | null; // cluster that explains more than the trigger, and that the query has no attribute in
  chunks: ChunkShare[];
}

export interface Trace {
  exchange: Exchange;
  settings: TraceSettings;
  chooser: string;
  queryAttributes: QueryAttribute[];
  cruxes: CruxResult[];
  best: CruxResult | null; // the crux whose trigger stands out most; null when nothing was traced
  reason: string | null; // why nothing was traced, or what a reader must know
}
