const wordPattern = /[\p{L}\p{M}\p{N}]+|[^\s\p{L}\p{N}]/gu;
const maxWords = 400; // of a long text only the beginning counts

/**
 * How much of two texts is the same words, whatever their order: the F1 of their counted words, 0-1. Answers of two
 * models that behave alike are about as like a third text.
 */
export function likeness(text: string, other: string): number {
  const [first, second] = [countWords(text), countWords(other)];
  let shared = 0;
  for (const [word, count] of first) shared += Math.min(count, second.get(word) ?? 0);
  const total = sizeOf(first) + sizeOf(second);
  return total === 0 ? 1 : (2 * shared) / total;
}

function countWords(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of (text.toLowerCase().match(wordPattern) ?? []).slice(0, maxWords))
    counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

const sizeOf = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((sum, n) => sum + n, 0);
