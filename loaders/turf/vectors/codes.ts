import {normAt} from "./cosine.js";
import {largestQueryValue, pieceLength} from "./scan-kernel.js";

const largestCode = 127;

/** Bytes of one row of codes: its dimension, padded with zeros. */
export const strideOf = (dimension: number): number => Math.ceil(dimension / pieceLength) * pieceLength;

/** Rows as int8 codes. */
export interface CodedRows {
  codes: Int8Array; // a stride a row
  bounds: Float32Array; // two a row: factor, and error: |row / |row| - factor * codes| is at most the error
}

/** Codes rows so that an inner product of codes bounds the cosine of the rows; a zero row has factor and error 0. */
export function codeRows(rows: Float32Array, dimension: number): CodedRows {
  const count = rows.length / dimension;
  const stride = strideOf(dimension);
  const codes = new Int8Array(count * stride);
  const bounds = new Float32Array(2 * count);
  for (let row = 0; row < count; row++) codeRow(rows, row * dimension, dimension, codes, row * stride, bounds, 2 * row);
  return {codes, bounds};
}

function codeRow(
  rows: Float32Array,
  from: number,
  dimension: number,
  codes: Int8Array,
  to: number,
  bounds: Float32Array,
  bound: number
): void {
  const norm = normAt(rows, from, dimension);
  if (norm === 0) return;
  let largest = 0;
  for (let i = from; i < from + dimension; i++) largest = Math.max(largest, Math.abs(rows[i]!));
  const factor = Math.fround(largest / largestCode / norm);
  let squares = 0;
  for (let i = 0; i < dimension; i++) {
    const value = rows[from + i]!;
    const code = Math.round((value / largest) * largestCode);
    codes[to + i] = code;
    squares += (value / norm - factor * code) ** 2;
  }
  bounds[bound] = factor;
  bounds[bound + 1] = roundedUp(Math.sqrt(squares));
}

/** Above the value, in single precision too. */
const roundedUp = (value: number): number => value * (1 + 2e-7) + 1e-12;

/** A query as int16 codes: |query / |query| - factor * values| is at most the error. A zero query has factor 0. */
export interface CodedQuery {
  values: Int16Array; // a stride
  factor: number;
  error: number;
}

export function codeQuery(query: Float32Array): CodedQuery {
  const dimension = query.length;
  const values = new Int16Array(strideOf(dimension));
  const norm = normAt(query, 0, dimension);
  if (norm === 0) return {values, factor: 0, error: 0};
  const largest = query.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const most = largestQueryValue(dimension);
  const factor = largest / most / norm;
  let squares = 0;
  for (let i = 0; i < dimension; i++) {
    const value = Math.round((query[i]! / largest) * most);
    values[i] = value;
    squares += (query[i]! / norm - factor * value) ** 2;
  }
  return {values, factor, error: Math.sqrt(squares)};
}
