import {evenBlocks} from "../vectors/vector-file.js";
import type {VectorRows} from "../vectors/vector-rows.js";

const rowsAtOnce = 8192;
const toUnit = 1.5 * 2 ** 28; // adding it and taking it away again rounds to a multiple of 2^-24

/**
 * Of each cluster, the sum of its rows, each as often as pairs have it: an attribute that many queries have says more of
 * the cluster than one that a single query has. Values count to 2^-24, so that in up to 500 million uses no addition is
 * rounded: the sums are the same to the last bit however rows are divided.
 */
export function sumsOfUse(rows: VectorRows, labels: Uint32Array, uses: Uint32Array, k: number): Float64Array {
  const {count, dimension} = rows;
  const sums = new Float64Array(k * dimension);
  for (const {from, to} of evenBlocks(count, rowsAtOnce)) {
    const block = rows.read(from, to);
    for (let row = from; row < to; row++) {
      const at = labels[row]! * dimension;
      const of = (row - from) * dimension;
      const times = uses[row]!;
      for (let i = 0; i < dimension; i++) sums[at + i]! += times * (block[of + i]! + toUnit - toUnit);
    }
  }
  return sums;
}

/** What members are near to, from the sums of all rows; its length says nothing. */
export const centresOf = (sums: Float64Array): Float32Array => Float32Array.from(sums);

/** The cosine of each row with the centre of its cluster. */
export function cosinesTo(centres: Float32Array, rows: VectorRows, labels: Uint32Array): Float64Array {
  const {count, dimension} = rows;
  const cosines = new Float64Array(count);
  for (const {from, to} of evenBlocks(count, rowsAtOnce)) {
    const block = rows.read(from, to);
    for (let row = from; row < to; row++)
      cosines[row] = cosine(block, (row - from) * dimension, centres, labels[row]! * dimension, dimension);
  }
  return cosines;
}

function cosine(a: Float32Array, aStart: number, b: Float32Array, bStart: number, dimension: number): number {
  let dot = 0;
  let norm = 0;
  for (let i = 0; i < dimension; i++) {
    dot += a[aStart + i]! * b[bStart + i]!;
    norm += b[bStart + i]! ** 2;
  }
  return norm === 0 ? 0 : dot / Math.sqrt(norm);
}
