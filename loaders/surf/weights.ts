import type {BufferEntry} from "./buffer.js";

/** w(a) of each attribute with weight. Empty before the first entry with s > 0: then P(a) is uniform over A. */
export type Weights = ReadonlyMap<string, number>;

/** Eq. 1: w(a) = sum over B of s * 1[a in A_q]. Entries with s = 0 add no weight. */
export function attributeWeights(buffer: readonly BufferEntry[]): Map<string, number> {
  const weights = new Map<string, number>();
  for (const {score, attributes} of buffer) {
    if (score <= 0) continue;
    for (const attribute of new Set(attributes)) weights.set(attribute, (weights.get(attribute) ?? 0) + score);
  }
  return weights;
}

/** Sum of w: P(a) = w(a) / totalWeight(w). */
export function totalWeight(weights: Weights): number {
  let total = 0;
  for (const weight of weights.values()) total += weight;
  return total;
}
