import {createHash} from "node:crypto";
import {existsSync, mkdirSync} from "node:fs";
import {dirname, join} from "node:path";
import {readFloat32, writeArray} from "../index/files.js";

/** The file of the vectors that a part of a study searches an index for; `part` names it among all parts. */
export function queryFile(folder: string, part: readonly string[]): string {
  const hash = createHash("sha256").update(part.join("\u0000")).digest("hex").slice(0, 32);
  return join(folder, "queries", `${hash}.f32`);
}

/** Writes vectors, one after the other, whole or not at all. */
export function writeQueries(path: string, vectors: readonly Float32Array[]): void {
  const rows = new Float32Array(vectors.reduce((sum, {length}) => sum + length, 0));
  let at = 0;
  for (const vector of vectors) {
    rows.set(vector, at);
    at += vector.length;
  }
  mkdirSync(dirname(path), {recursive: true});
  writeArray(path, rows);
}

/** The vectors of a file; none where there is no such file. */
export function readQueries(path: string, dimension: number): Float32Array[] {
  const rows = existsSync(path) ? readFloat32(path) : new Float32Array(0);
  return Array.from({length: rows.length / dimension}, (_, i) => rows.subarray(i * dimension, (i + 1) * dimension));
}
