import {countWanted, type Wanted} from "./wanted.js";

/** Rows of one query with their exact cosines, best first; equal ones by lower number. */
export interface BestRows {
  ids: Uint32Array<ArrayBuffer>;
  scores: Float64Array<ArrayBuffer>;
}

/**
 * The rows that are wanted of those that several searches found, each in rows of its own and in any order: the very ones
 * that a search of all rows finds.
 */
export function mergeRows(parts: readonly BestRows[], wanted: Wanted, least = -Infinity): BestRows {
  const all: {id: number; score: number}[] = [];
  for (const {ids, scores} of parts)
    for (const [i, score] of scores.entries()) if (score >= least) all.push({id: ids[i]!, score});
  all.sort((a, b) => b.score - a.score || a.id - b.id);
  const scores = Float64Array.from(all, ({score}) => score);
  const count = countWanted(scores, wanted);
  return {ids: Uint32Array.from(all.slice(0, count), ({id}) => id), scores: scores.slice(0, count)};
}
