/**
 * The parts of a text that the reason for its score cites: what the reason has in quotation marks, and any five words in
 * a row that both have. Exact parts of the text, longest first.
 */
export function citedIn(text: string, reason: string | null): string[] {
  if (reason === null || text === "") return [];
  const cited = [...quotedIn(reason), ...sharedRuns(text, reason)];
  const parts = new Set(cited.flatMap((part) => partOf(text, part) ?? []));
  return [...parts].sort((a, b) => b.length - a.length);
}

const leastQuoted = 3; // characters
const longestReason = 20_000; // characters that are looked at
const longestText = 100_000;
const quotes =
  /"([^"\n]+)"|\u201c([^\u201d]+)\u201d|\u2018([^\u2019]+)\u2019|`([^`\n]+)`|(?<![\p{L}\p{N}])'([^'\n]+)'(?![\p{L}\p{N}])/gu;

function* quotedIn(reason: string): Generator<string> {
  for (const [, ...groups] of reason.slice(0, longestReason).matchAll(quotes)) {
    const quoted = groups.find((group) => group !== undefined)!.trim();
    for (const part of quoted.split(/\s*(?:\.\.\.|\u2026)\s*/)) {
      const bare = part.replace(/[.,;:]$/, "");
      if (bare.length >= leastQuoted) yield bare;
    }
  }
}

const runLength = 5; // words

/** Runs of words of the reason that the text has too, each as long as it goes. */
function* sharedRuns(text: string, reason: string): Generator<string> {
  const textWords = wordsOf(text.slice(0, longestText));
  const runs = new Set(textWords.map((_, from) => textWords.slice(from, from + runLength).join(" ")));
  const whole = ` ${textWords.join(" ")} `;
  const words = wordsOf(reason.slice(0, longestReason));
  const has = (from: number, to: number): boolean => whole.includes(` ${words.slice(from, to).join(" ")} `);
  for (let from = 0; from + runLength <= words.length; from++) {
    if (!runs.has(words.slice(from, from + runLength).join(" "))) continue;
    let to = from + runLength;
    while (to < words.length && has(from, to + 1)) to++;
    yield words.slice(from, to).join(" ");
    from = to - 1;
  }
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];

/** The part of a text with the words of another, whatever the case, spaces and marks between them; null: it has none. */
function partOf(text: string, part: string): string | null {
  if (text.includes(part)) return part;
  const words = part.toLowerCase().match(/[\p{L}\p{N}']+/gu);
  if (words === null) return null;
  const pattern = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("[^\\p{L}\\p{N}']{1,4}");
  return new RegExp(`(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`, "iu").exec(text)?.[0] ?? null;
}
