/** Attributes of all studies that say the same in other words, for comparisons of studies whose pools differ. */
export interface Meanings {
  model: string | null; // that embedded them; null: none could, so only their wording is compared
  groups: Record<string, number>; // by sentence: the number of its meaning
}

/** A sentence without what hardly ever makes a difference: case, punctuation, its head, articles, and plural endings. */
export const plainWords = (sentence: string): string =>
  sentence
    .normalize("NFKC")
    .toLowerCase()
    .replace(/^\s*the\s+(?:query|response)\b/, "")
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .replaceAll(/\b(?:a|an|the|its|their)\b/g, " ")
    .replaceAll(/(?<=\p{L}{2}[^s\P{L}])s\b/gu, "")
    .replaceAll(/\s+/g, " ")
    .trim();
