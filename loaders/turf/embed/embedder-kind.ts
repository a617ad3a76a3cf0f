import type {Dispatcher} from "../../model/dispatcher.js";
import type {Recorder} from "../../store/recorder.js";
import type {EmbedSpec, TextEmbedder} from "./embedder.js";

export interface OpenEmbedderOptions {
  dispatcher?: Dispatcher; // whose lanes the requests share; defaults to one of its own
  recorder?: Recorder; // records what the requests of an endpoint took, and keeps the budget
  onCall?: (ordinal: number) => void; // of each request on record
  environment?: Record<string, string | undefined>; // where keys are
  cache?: string; // folder for models of the Hub
}

/** A kind of embedding model that runs in this process: a line in `open-embedder.ts` adds one. */
export interface EmbedderKind {
  /** Whether the name of a model is of this kind. */
  owns(model: string): boolean;
  open(spec: EmbedSpec, options: OpenEmbedderOptions): Promise<TextEmbedder>;
}
