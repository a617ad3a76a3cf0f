import type {PromptNeeds} from "./proposal.js";

/** A query that a trial asks for. */
export interface TrialQuery {
  attributes: readonly number[];
  purpose: "verify" | "ablate";
  needs?: PromptNeeds; // if queries are prompts of a corpus
}
