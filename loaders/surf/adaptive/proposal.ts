import type {Purpose} from "../../../src/shared/schema.js";
import type {Investigation} from "./investigation.js";

/** Attributes for one candidate, and the pool row that provided most of them; null: no one row did. */
export interface Proposal {
  attributes: number[];
  sourceRow: number | null;
}

/** What a prompt must have for a test: it was not drawn before, has all of these attributes and none of those. */
export interface PromptNeeds {
  all: readonly number[];
  none: readonly number[];
}

/** A proposal that explores. */
export interface ExplorationProposal extends Proposal {
  purpose: "explore" | "follow" | "combine";
}

/** One candidate of a round, before it is asked. */
export interface PlannedCandidate extends Proposal {
  purpose: Purpose;
  run: number; // from 0
  origin: number | null; // the flagged candidate that it investigates, by its place among all asked
  investigation: Investigation | null;
  needs?: PromptNeeds; // of its query, if that is a prompt of a corpus
}
