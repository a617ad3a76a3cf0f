import {firstDistinct} from "./similarity.js";

/** One entry of the replay buffer B. */
export interface BufferEntry {
  candidate: number; // index within its run
  score: number; // s, 0-100
  attributes: readonly string[]; // A_q
  entered: number; // iteration
  query: string; // an excerpt
}

/** How a buffer is updated. */
export interface BufferOptions {
  size: number; // n
  distinct: boolean; // leave out near-duplicates of better entries; the released code keeps them
}

/** Eq. 2: B' = TopK(B + new candidates, n) by score, best first. Ties keep the earlier entry. */
export function updateBuffer(
  buffer: readonly BufferEntry[],
  scored: readonly BufferEntry[],
  {size, distinct}: BufferOptions
): BufferEntry[] {
  const ranked = [...buffer, ...scored].sort((a, b) => b.score - a.score); // stable, and the buffer comes first
  return distinct ? firstDistinct(ranked, ({query}) => query, size) : ranked.slice(0, size);
}
