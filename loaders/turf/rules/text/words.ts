/** The words of a list that is written as one text. */
export const wordsOf = (list: string): string[] => list.split(/\s+/).filter((word) => word !== "");

/** The set of the words of a list that is written as one text. */
export const wordSet = (list: string): ReadonlySet<string> => new Set(wordsOf(list));

/** How many of the words are in a set. */
export function countIn(words: readonly string[], set: ReadonlySet<string>): number {
  let count = 0;
  for (const word of words) if (set.has(word)) count++;
  return count;
}
