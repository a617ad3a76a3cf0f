import {UserError} from "../../util/user-error.js";
import type {EmbedSpec, TextEmbedder} from "./embedder.js";
import type {EmbedderKind, OpenEmbedderOptions} from "./embedder-kind.js";
import {openEndpoint} from "./endpoint.js";
import {lab} from "./lab.js";
import {onnx} from "./onnx.js";
import {useLite} from "./use-lite.js";

/** The embedders that run in this process; any other model is behind an endpoint. */
const kinds: readonly EmbedderKind[] = [useLite, lab, onnx];

const kindOf = (model: string): EmbedderKind | undefined => kinds.find((kind) => kind.owns(model));

/** Whether an embedding model is behind an endpoint, which may cost money. */
export const isEndpoint = (model: string): boolean => kindOf(model) === undefined;

/**
 * Opens an embedding model. One behind an endpoint is asked for one vector, to learn its dimension. Throws a UserError
 * for an unknown model or provider, a missing key, or more dimensions than the model has; a ModelError when it does not
 * answer.
 */
export async function openEmbedder(spec: EmbedSpec, options: OpenEmbedderOptions = {}): Promise<TextEmbedder> {
  const {open} = kindOf(spec.model) ?? {open: openEndpoint};
  const embedder = await open(spec, options);
  const {dimensions = null} = spec;
  if (dimensions === null || (Number.isInteger(dimensions) && dimensions >= 1 && dimensions <= embedder.dimension))
    return embedder;
  await embedder.close();
  throw new UserError(`bad dimensions: ${dimensions}; expected 1 to ${embedder.dimension}, as ${spec.model} has`);
}
