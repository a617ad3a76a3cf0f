import {isNearDuplicate, trigrams} from "../../src/shared/similarity.js";

/** The first `max` items whose query is not a near-duplicate of that of an item before. */
export function firstDistinct<T>(items: readonly T[], queryOf: (item: T) => string, max: number): T[] {
  const kept: T[] = [];
  const keptGrams: Set<string>[] = [];
  for (const item of items) {
    if (kept.length === max) break;
    const grams = trigrams(queryOf(item));
    if (keptGrams.some((other) => isNearDuplicate(grams, other))) continue;
    kept.push(item);
    keptGrams.push(grams);
  }
  return kept;
}
