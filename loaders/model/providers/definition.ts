import type {RecordingManifest} from "../../../src/shared/recording.js";
import type {Connection} from "../connection.js";
import type {Embedder, Model} from "../model.js";

/** All that the product knows of a provider. One file defines it, one line in `registry.ts` makes it known. */
export interface ProviderDefinition {
  readonly name: string; // in `name:model`: lower case letters, digits, - and _
  readonly address?: AddressForm; // where its models are not written as `name:model`
  readonly baseUrl: string | null; // of its API; null: the name of the model holds it
  readonly keyVariable: string | null; // environment variable of its key; null: no key needed
  readonly needsLimit?: boolean; // every request must say its max_tokens
  readonly batches: boolean; // its models have a batch API: estimates count on its price
  readonly free?: boolean; // asking costs nothing
  readonly docs: ProviderDocs;
  /** Throws a UserError for a model that it does not have, where that is known without asking. */
  checkModel?(model: string): void;
  /** Makes a model; asks nothing yet. Null: its models come from a lab that a study opens, and can't be called. */
  readonly createModel: ((connection: Connection) => Model) | null;
  /** Opens a model that runs in this process and needs no connection; in place of `createModel`. */
  openModel?(model: string, place: LocalPlace): Model;
  /** The recording that a model plays; its system prompt and parameters are those of every request. */
  recordingOf?(model: string, folder: string): RecordingManifest;
  /** Makes an embedding model; null: it has none. */
  readonly createEmbedder: ((connection: Connection) => Embedder) | null;
  /** What a request's body says to keep to these upstream providers, in order; absent: it is no router. */
  pin?(upstreams: readonly string[]): Record<string, unknown>;
  /** Starts the server of a model unless one answers at the address; resolves to null when it did not start one. */
  ensureServer?(model: string, baseUrl: string, options: ServerOptions): Promise<ModelServer | null>;
}

/** Another way to write a model's name. */
export interface AddressForm {
  readonly example: string; // for error messages
  /** Null when the name is not written this way. Throws a UserError when it is, but with a mistake. */
  parse(name: string): ParsedName | null;
}

/** A model's name, taken apart. */
export interface ParsedName {
  provider: string;
  model: string; // as the provider calls it; may hold slashes and colons
  baseUrl: string | null; // only where the name holds an address
}

/** What a model in this process is found by. */
export interface LocalPlace {
  name: string; // as written in a study
  folder: string; // that a path in it is relative to
}

/** Its row in docs/providers.md. */
export interface ProviderDocs {
  readonly names: string; // how its models are written
  readonly api: string;
  readonly thinking: string; // how it is asked for
}

/** A model server that the product started. */
export interface ModelServer {
  stop(): Promise<void>;
}

export interface ServerOptions {
  log?: (line: string) => void; // what happens, a line at a time
  signal?: AbortSignal;
  maxStartInMs?: number; // defaults to half an hour: weights may have to be loaded
}
