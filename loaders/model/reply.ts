import type {Pace} from "./pace.js";

/** What a model answers. */
export interface ModelReply {
  text: string; // what a user would see
  thinking: string; // apart from text; empty when none
  stop: {unified: StopReason; raw: string | null};
  usage: Usage;
  model: string; // the model that says it answered
  pace?: Pace | null; // what is left of the provider's rates, where it says so
  changes?: string[]; // what of the request the model refuses, and was left out or sent in another form
}

/** Why a model stopped, in our words. `other` keeps the provider's own word in `raw`. */
export const stopReasons = ["stop", "length", "refusal", "tool", "other"] as const;
export type StopReason = (typeof stopReasons)[number];

export interface Usage {
  inputTokens: number | null; // null when the provider does not say
  outputTokens: number | null; // thinking included
  thinkingTokens: number | null;
  cachedTokens: number | null; // part of inputTokens read from the provider's cache
  writtenTokens?: number | null; // part of inputTokens written to it, where that costs extra
}
