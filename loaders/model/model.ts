import type {BatchApi} from "./batch.js";
import type {Pace} from "./pace.js";

/** The one interface through which every model is asked: hosted, local or the lab. */

export interface Message {
  role: "user" | "assistant";
  content: string;
  constant?: number; // leading characters that many requests share: providers can cache them
}

export interface ModelRequest {
  messages: Message[];
  system?: string;
  temperature?: number; // the provider's default when absent
  topP?: number;
  maxTokens: number; // output tokens, thinking included where the API counts it so
  stop?: string[];
  thinking?: number; // token budget for thinking; 0 or absent: none asked for
  effort?: Effort; // how hard to think, where a model is told in words instead of tokens
  seed?: number; // unsigned 32-bit; adapters send it where the API takes one
}

export const efforts = ["low", "medium", "high"] as const;
export type Effort = (typeof efforts)[number];

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

export interface ModelReply {
  text: string; // what a user would see
  thinking: string; // apart from text; empty when none
  stop: {unified: StopReason; raw: string | null};
  usage: Usage;
  model: string; // the model that says it answered
  pace?: Pace | null; // what is left of the provider's rates, where it says so
}

export interface AskOptions {
  signal?: AbortSignal;
}

export interface Model {
  /** As written in a study: `provider:model`. */
  readonly name: string;
  readonly provider: string;
  /** Models of one lane share a provider, a key and its limits. */
  readonly lane: string;
  /** What tells it from every other model: its name, and the address where a study gives another one. */
  readonly identity: string;
  /** True when asking costs nothing, so that pages may run a study unasked. */
  readonly free: boolean;
  /** Where the provider has a batch API: for work that can wait. */
  readonly batch?: BatchApi;
  /** True when it runs inside this process: its latency is not a measurement. */
  readonly local: boolean;
  /**
   * Asks once: no retry, no limit, no journal (those wrap a model, they are not in it).
   * Throws a ModelError when there is no reply.
   */
  ask(request: ModelRequest, options?: AskOptions): Promise<ModelReply>;
}

export interface EmbedCallOptions extends AskOptions {
  onTokens?: (tokens: number) => void; // that the texts took; not called where the provider does not say
}

export interface Embedder {
  readonly name: string;
  readonly provider: string;
  readonly lane: string; // as a model's
  readonly identity: string; // as a model's
  readonly free: boolean;
  /** One vector a text, in order; all of one dimension. */
  embed(texts: string[], options?: EmbedCallOptions): Promise<Float32Array[]>;
}
