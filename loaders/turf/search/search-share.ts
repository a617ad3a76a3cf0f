import {openNearest, readCodedHeader, type Nearest} from "../vectors/nearest.js";
import {rowsAtOnce, type RowRange} from "../vectors/shared-codes.js";
import type {Wanted} from "../vectors/wanted.js";
import {writeFound} from "./found-file.js";
import {foundFile, foundIn, type RowShare} from "./found-folder.js";
import {vectorHash} from "./vector-hash.js";

export interface SearchShareOptions {
  path: string; // vectors of the index
  of: string; // its state
  wanted: Wanted;
  share: RowShare;
  folder: string; // of results
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void; // vectors
}

const vectorsAtOnce = 64; // in one pass over the rows and one file: what is not lost when the process dies

/**
 * Searches a share of the rows of an index for vectors, and keeps what is found. What was found before is not searched
 * for again.
 */
export async function searchShare(vectors: readonly Float32Array[], options: SearchShareOptions): Promise<void> {
  const {path, of, wanted, share, folder, signal, onProgress} = options;
  const all = new Map(vectors.map((vector) => [vectorHash(vector), vector]));
  const total = all.size;
  for (const {queries} of foundIn(folder, of, wanted, share)) for (const {hash} of queries) all.delete(hash);
  onProgress?.(total - all.size, total);
  const rows = rowsOf(readCodedHeader(path).count, share);
  let nearest: Nearest | undefined;
  try {
    while (all.size > 0) {
      signal?.throwIfAborted();
      nearest ??= await openNearest(path, {rows});
      const some = [...all].slice(0, vectorsAtOnce);
      const found = await nearest.best(joined(some.map(([, vector]) => vector)), wanted);
      const hashes = some.map(([hash]) => hash);
      const named = found.map((each, i) => ({...each, hash: hashes[i]!}));
      writeFound(foundFile(folder, share, hashes), {of, wanted, rows}, named);
      for (const hash of hashes) all.delete(hash);
      onProgress?.(total - all.size, total);
    }
  } finally {
    await nearest?.close();
  }
}

/** The rows of a share: whole pieces, as they are read. */
export function rowsOf(count: number, {part, parts}: RowShare): RowRange {
  const pieces = Math.ceil(count / rowsAtOnce);
  const edge = (place: number): number => Math.min(count, Math.floor((place * pieces) / parts) * rowsAtOnce);
  return {from: edge(part), to: edge(part + 1)};
}

function joined(vectors: readonly Float32Array[]): Float32Array {
  const rows = new Float32Array(vectors.reduce((sum, {length}) => sum + length, 0));
  vectors.forEach((vector, i) => rows.set(vector, i * vector.length));
  return rows;
}
