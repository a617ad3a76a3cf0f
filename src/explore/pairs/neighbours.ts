import type {CodedTable} from "../../shared/explore/codedTable.js";
import {topPlaces} from "../../shared/explore/summary.js";

/** A pair that is like another one. */
export interface Neighbour {
  row: number;
  similarity: number; // cosine, 0-1
}

/**
 * Finds the pairs whose queries are most like that of a pair, the most similar first: by the cosine of the clusters that
 * they have, each weighted by its inverse document frequency, so that a rare cluster in common says more than a frequent
 * one. Pairs without a cluster in common are none. One pass over all pairs.
 */
export function neighbourFinder({rows, lists}: CodedTable): (row: number, most: number) => Neighbour[] {
  const {values, starts, codes} = lists.clusters!;
  const weights = squaredWeights(values.length, codes, rows);
  const norms = new Float32Array(rows);
  for (let row = 0; row < rows; row++) norms[row] = Math.sqrt(sumOver(row));
  function sumOver(row: number, own: Float64Array = weights): number {
    let sum = 0;
    for (let i = starts[row]!; i < starts[row + 1]!; i++) sum += own[codes[i]!]!;
    return sum;
  }
  return (row, most) => {
    const own = new Float64Array(values.length);
    for (let i = starts[row]!; i < starts[row + 1]!; i++) own[codes[i]!] = weights[codes[i]!]!;
    const similarities = new Float32Array(rows);
    for (let other = 0; other < rows; other++) {
      const dot = sumOver(other, own);
      similarities[other] = dot === 0 || other === row ? 0 : dot / (norms[row]! * norms[other]!);
    }
    return topPlaces(rows, most, (other) => similarities[other]!)
      .map((other) => ({row: other, similarity: Math.min(1, similarities[other]!)}))
      .filter(({similarity}) => similarity > 0);
  };
}

/** The square of each cluster's weight, log(pairs / pairs that have it). */
function squaredWeights(distinct: number, codes: ArrayLike<number>, rows: number): Float64Array {
  const frequencies = new Float64Array(distinct);
  for (let i = 0; i < codes.length; i++) frequencies[codes[i]!]!++;
  return frequencies.map((frequency) => Math.log(Math.max(1, rows / frequency)) ** 2);
}
