import type {VectorFile} from "./vector-file.js";

/** What can be clustered: a vector file, a stretch of one from its row `first` on, or rows in memory. */
export type VectorRows = Pick<VectorFile, "count" | "dimension" | "read" | "row"> & {path?: string; first?: number};

export function rowsInMemory(values: Float32Array, dimension: number): VectorRows {
  const read = (from: number, to: number): Float32Array => values.subarray(from * dimension, to * dimension);
  return {count: values.length / dimension, dimension, read, row: (i) => read(i, i + 1)};
}

/** A stretch of the rows of a vector file, numbered from 0. */
export const rowsOfRange = ({path, dimension, read}: VectorFile, from: number, to: number): VectorRows => ({
  ...{path, first: from, count: to - from, dimension},
  read: (first, last, into) => read(from + first, from + last, into),
  row: (i) => read(from + i, from + i + 1)
});
