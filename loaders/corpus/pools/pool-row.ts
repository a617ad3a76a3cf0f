/** What a value of the attribute column should be; the end of an error message. */
export const expectedSentences = "expected a list of sentences, or such a list as JSON text";

/**
 * The sentences of one row's value: a list of strings, the same as JSON text, or nothing. Trimmed, without empty ones.
 * Undefined when the value is anything else.
 */
export function maybeSentences(value: unknown): string[] | undefined {
  if (value === null || value === undefined) return [];
  const list = typeof value === "string" ? parseList(value) : value;
  if (!Array.isArray(list)) return undefined;
  const sentences: string[] = [];
  for (const item of list as unknown[]) {
    if (item === null) continue;
    if (typeof item !== "string") return undefined;
    const sentence = item.trim();
    if (sentence !== "") sentences.push(sentence);
  }
  return sentences;
}

function parseList(text: string): unknown {
  if (text.trim() === "") return [];
  try {
    return JSON.parse(text) ?? [];
  } catch {
    return undefined;
  }
}
