/** From this similarity on, two queries are near-duplicates: the same question with a word or two changed. */
export const nearDuplicate = 0.6;

/** Character trigrams of a text in any script, ignoring case, width and punctuation. */
export function trigrams(text: string): Set<string> {
  const plain = ` ${text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim()} `;
  const grams = new Set<string>();
  for (let i = 0; i + 3 <= plain.length; i++) grams.add(plain.slice(i, i + 3));
  return grams.size > 0 ? grams : new Set([text]);
}

/** Jaccard similarity of two sets, 0-1. */
export function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  let shared = 0;
  for (const value of small) if (large.has(value)) shared++;
  const union = a.size + b.size - shared;
  return union === 0 ? 1 : shared / union;
}

/** Whether two queries, as trigrams, are near-duplicates. */
export const isNearDuplicate = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  jaccard(a, b) >= nearDuplicate;
