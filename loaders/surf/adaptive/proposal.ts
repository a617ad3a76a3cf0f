import type {Purpose} from "../../../src/shared/schema.js";
import type {Trial} from "./trial.js";

/** Attributes for one candidate, and the pool row that provided most of them; null: no one row did. */
export interface Proposal {
  attributes: number[];
  sourceRow: number | null;
}

/** What the prompt of a candidate must be like, if queries are prompts of a corpus. */
export interface PromptNeeds {
  all: readonly number[]; // it has all of these
  none: readonly number[]; // and none of these
  unused: boolean; // and was not drawn before
}

/** A proposal that explores. */
export interface ExplorationProposal extends Proposal {
  purpose: "explore" | "follow" | "combine" | "replicate";
  origin: number | null; // the flagged candidate that it repeats a part of, by its place among all asked
}

/** One candidate of a round, before it is asked. */
export interface PlannedCandidate extends Proposal {
  purpose: Purpose;
  run: number; // from 0
  origin: number | null; // the flagged candidate that led to it, by its place among all asked
  trial: Trial | null; // the trial that asks for it
  needs?: PromptNeeds; // absent: queries are written
}
