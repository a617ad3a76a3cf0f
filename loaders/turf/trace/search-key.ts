import type {TurfIndex} from "../index/turf-index.js";
import {vectorHash} from "../search/vector-hash.js";

/** All that a search of an index for some vectors depends on, as plain JSON. */
export const searchKey = (
  what: string,
  {name, manifest}: Pick<TurfIndex, "name" | "manifest">,
  vectors: readonly Float32Array[],
  options: object = {}
) => ({
  what,
  index: name,
  state: manifest.stages.at(-1)?.fingerprint ?? "",
  vectors: vectors.map(vectorHash),
  ...options
});
