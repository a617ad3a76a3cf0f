import {existsSync} from "node:fs";
import type {IndexManifest} from "../../../src/shared/indexManifest.js";
import {UserError} from "../../util/user-error.js";
import type {Preparation} from "../embed/preparation.js";
import type {EmbedderRecord} from "../embed/record.js";
import {readCodedHeader} from "../vectors/nearest.js";
import {preparationOf, readEmbedding} from "./embeddings-stage.js";
import {indexFiles} from "./files.js";
import {readFinishedIndex} from "./manifest.js";

/** What is known of a finished index without opening it: enough to write attributes as it has them, and to embed them. */
export interface IndexHead {
  name: string;
  manifest: IndexManifest;
  embedder: EmbedderRecord; // what embedded it: nothing else may embed what is searched
  preparation: {query: Preparation; response: Preparation};
  dimension: number; // of its vectors
}

/** Throws a UserError when there is no index of the name, it is not finished, or it can't be searched. */
export function readIndexHead(name: string): IndexHead {
  const manifest = readFinishedIndex(name);
  const files = indexFiles(name);
  if (!existsSync(files.responseVectors))
    throw new UserError(
      `the index ${name} has no response attributes: it serves as an attribute pool, not for tracing`
    );
  const {embedder, query, response} = readEmbedding(files.embedding);
  const preparation = {query: preparationOf(query), response: preparationOf(response)};
  return {name, manifest, embedder, preparation, dimension: readCodedHeader(files.responseVectors).dimension};
}

/** A text that differs between two states of an index. */
export const stateOf = ({name, manifest}: Pick<IndexHead, "name" | "manifest">): string =>
  `${name} ${manifest.stages.at(-1)?.fingerprint ?? ""}`;
