import {isNearDuplicate, trigrams} from "./similarity.js";

/** One entry of the replay buffer B. */
export interface BufferEntry {
  candidate: number; // index within its run
  score: number; // s, 0-100
  attributes: readonly string[]; // A_q
  entered: number; // iteration
  query: string; // an excerpt
}

export interface BufferOptions {
  size: number; // n
  distinct: boolean; // a near-duplicate of a better entry stays out; the released code lets it in
}

/** Eq. 2: B' = TopK(B + new candidates, n) by score, best first. Ties keep the earlier entry. */
export function updateBuffer(
  buffer: readonly BufferEntry[],
  scored: readonly BufferEntry[],
  {size, distinct}: BufferOptions
): BufferEntry[] {
  const ranked = [...buffer, ...scored].sort((a, b) => b.score - a.score); // stable, and the buffer comes first
  return distinct ? firstDistinct(ranked, size) : ranked.slice(0, size);
}

function firstDistinct(ranked: readonly BufferEntry[], size: number): BufferEntry[] {
  const kept: BufferEntry[] = [];
  const keptGrams: Set<string>[] = [];
  for (const entry of ranked) {
    if (kept.length === size) break;
    const grams = trigrams(entry.query);
    if (keptGrams.some((other) => isNearDuplicate(grams, other))) continue;
    kept.push(entry);
    keptGrams.push(grams);
  }
  return kept;
}
