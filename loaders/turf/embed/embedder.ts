/** Which embedding model, as a user names it. */
export interface EmbedSpec {
  model: string; // use-lite | lab:embed | onnx:<folder or Hub id>[#type] | provider:model | http://host:port/v1:model
  dimensions?: number | null; // the first N only, of a model that allows it (Matryoshka); null: all
  batch?: number | null; // max texts per request, up to 256; null: 256, halved if a server takes fewer
  baseUrl?: string | null; // another address that speaks the provider's API
  key?: string | null; // environment variable that holds the key; null: the provider's own
  headers?: Record<string, string>;
  body?: Record<string, unknown>; // added to each request
}

export interface EmbedOptions {
  signal?: AbortSignal;
  onProgress?: (progress: EmbedProgress) => void;
}

export interface EmbedProgress {
  done: number; // texts
  total: number;
}

/** One interface for every embedding model; it embeds what it is given, without preparation or cache. */
export interface TextEmbedder {
  readonly name: string; // of the model, and what else tells it from others
  readonly free: boolean;
  readonly dimension: number;
  /** One row of `dimension` values a text, in order. Throws the signal's reason when aborted. */
  embed(texts: readonly string[], options?: EmbedOptions): Promise<Float32Array>;
  close(): Promise<void>;
}

/** A sentence whose embedding tells models apart, whatever they are called and wherever they run. */
export const probeText = "Asks in formal words when a thing was invented, and wants the answer as a table with code.";
