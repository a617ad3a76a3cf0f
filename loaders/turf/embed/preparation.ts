import {normaliseRows} from "../vectors/cosine.js";

/**
 * What is done to texts and their embeddings before they are compared: recorded in the index, and done to the queries
 * of a trace alike. Every attribute begins with the same words, which hide what it says: they are taken off, and the
 * mean of the corpus with them.
 */
export interface Preparation {
  stripHead: boolean; // without "The query", "The response"
  dimensions: number | null; // the first N only (Matryoshka); null: all
  centre: Float32Array | null; // taken from each vector after it was cut and brought to length 1; null: nothing
}

const head = /^\s*the\s+(?:query|response)\b[\s,:]*/i;

/** The text that is embedded. */
export function prepareText(text: string, {stripHead}: Pick<Preparation, "stripHead">): string {
  const rest = stripHead ? text.replace(head, "") : text;
  return rest.trim() === "" ? text.trim() : rest.trim();
}

/** Cuts embeddings to their first dimensions and brings them to length 1; zero vectors stay zero. */
export function cutRows(rows: Float32Array, dimension: number, dimensions: number | null): Float32Array {
  if (dimensions === null || dimensions === dimension) return normaliseRows(rows, dimension);
  const count = rows.length / dimension;
  const cut = new Float32Array(count * dimensions);
  for (let row = 0; row < count; row++)
    cut.set(rows.subarray(row * dimension, row * dimension + dimensions), row * dimensions);
  return normaliseRows(cut, dimensions);
}

/** The mean of rows. */
export function meanOf(rows: Float32Array, dimension: number): Float32Array {
  const sums = new Float64Array(dimension);
  for (let from = 0; from < rows.length; from += dimension)
    for (let i = 0; i < dimension; i++) sums[i]! += rows[from + i]!;
  return Float32Array.from(sums, (sum) => (sum * dimension) / Math.max(1, rows.length));
}

/** Takes the centre from rows that `cutRows` gave, and brings them to length 1 again; in place. */
export function centreRows(rows: Float32Array, centre: Float32Array | null): Float32Array {
  if (centre === null) return rows;
  const dimension = centre.length;
  for (let from = 0; from < rows.length; from += dimension)
    for (let i = 0; i < dimension; i++) rows[from + i]! -= centre[i]!;
  return normaliseRows(rows, dimension);
}
