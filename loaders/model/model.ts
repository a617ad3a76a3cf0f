import type {RecordingManifest} from "../../src/shared/recording.js";
import type {BatchApi} from "./batch.js";
import type {ModelReply} from "./reply.js";
import type {ModelRequest} from "./request.js";

export {stopReasons, type ModelReply, type StopReason, type Usage} from "./reply.js";
export {efforts, type Effort, type LeftOut, type Message, type ModelRequest} from "./request.js";

/** The one interface through which every model is asked: hosted, local or the lab. */
export interface Model {
  /** As written in a study: `provider:model`. */
  readonly name: string;
  readonly provider: string;
  /** Models of one lane share a provider, a key and its limits. */
  readonly lane: string;
  /** What tells it from every other model: its name, and its address where a study sets another one. */
  readonly identity: string;
  /** True when asking costs nothing, so that pages may run a study unasked. */
  readonly free: boolean;
  /** Where the provider has a batch API: for work that can wait. */
  readonly batch?: BatchApi;
  /** Ms that a call may take; null or absent: what its calls usually take decides. */
  readonly timeoutInMs?: number | null;
  /** True when it runs inside this process: its latency is not a measurement. */
  readonly local: boolean;
  /** Of a model that plays recorded answers: what it plays. Its seeds say which answer is drawn (recorded/draw.ts). */
  readonly recording?: RecordingManifest;
  /** Finds what would fail at its first call. Throws a UserError. */
  open?(): Promise<void>;
  /**
   * Asks once: no retry, no limit, no journal (those wrap a model, they are not in it).
   * Throws a ModelError when there is no reply.
   */
  ask(request: ModelRequest, options?: AskOptions): Promise<ModelReply>;
}

export interface AskOptions {
  signal?: AbortSignal;
  timeoutInMs?: number; // of the whole call, headers and body (default ten minutes)
}

export interface EmbedCallOptions extends AskOptions {
  onTokens?: (tokens: number) => void; // tokens of the texts; not called where the provider does not say
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
