import {createLabEmbedder, dimensions as labDimension} from "../../lab/embedder.js";
import type {Dispatcher} from "../../model/dispatcher.js";
import type {Recorder} from "../../store/recorder.js";
import {UserError} from "../../util/user-error.js";
import type {EmbedSpec, TextEmbedder} from "./embedder.js";
import {openEndpoint} from "./endpoint.js";
import {openOnnx} from "./onnx.js";
import {openUseLite} from "./use-lite.js";

export interface OpenEmbedderOptions {
  dispatcher?: Dispatcher; // whose lanes the requests share; defaults to one of its own
  recorder?: Recorder; // writes down what an endpoint's requests took, and keeps the budget
  onCall?: (ordinal: number) => void; // of each request on record
  environment?: Record<string, string | undefined>; // where keys are
  cache?: string; // folder for models of the Hub
}

/**
 * Opens an embedding model. One behind an endpoint is asked for one vector, to learn its dimension. Throws a UserError
 * for an unknown model or provider, a missing key, or more dimensions than it has; a ModelError when it does not answer.
 */
export async function openEmbedder(spec: EmbedSpec, options: OpenEmbedderOptions = {}): Promise<TextEmbedder> {
  const embedder = await open(spec, options);
  const {dimensions = null} = spec;
  if (dimensions === null || (Number.isInteger(dimensions) && dimensions >= 1 && dimensions <= embedder.dimension))
    return embedder;
  await embedder.close();
  throw new UserError(`bad dimensions: ${dimensions}; expected 1 to ${embedder.dimension}, as ${spec.model} has`);
}

/** Whether an embedding model is behind an endpoint, which may cost money. */
export const isEndpoint = (model: string): boolean => !/^(?:use-lite$|lab:|onnx:)/.test(model);

function open(spec: EmbedSpec, options: OpenEmbedderOptions): Promise<TextEmbedder> {
  const {model} = spec;
  if (model === "use-lite") return openUseLite();
  if (model === "lab:embed") return Promise.resolve(openLab());
  if (model.startsWith("onnx:")) return openOnnx(model.slice("onnx:".length), options);
  return openEndpoint(spec, options);
}

function openLab(): TextEmbedder {
  const {name, free, embed} = createLabEmbedder();
  return {
    name,
    free,
    dimension: labDimension,
    async embed(texts, {signal} = {}) {
      const rows = new Float32Array(texts.length * labDimension);
      (await embed([...texts], {signal})).forEach((vector, i) => rows.set(vector, i * labDimension));
      return rows;
    },
    close: async () => undefined
  };
}
