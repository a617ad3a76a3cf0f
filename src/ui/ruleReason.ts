const line = /^(?:response|query) .*: yes, ("(?:[^"\\]|\\.)*")$/;

/** What a rule found in the response, from the lines of its reason; empty if another than a rule wrote them. */
export function foundInResponse(reason: string | null): string[] {
  if (reason === null) return [];
  return reason.split("\n").flatMap((each) => {
    const quoted = each.startsWith("response ") ? line.exec(each)?.[1] : undefined;
    return quoted === undefined ? [] : (textOf(quoted) ?? []);
  });
}

function textOf(quoted: string): string | null {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return null; // a model wrote it
  }
}

/** A part of a text, and whether it is one of those looked for. */
export interface TextPart {
  text: string;
  isFound: boolean;
}

/** A text in parts: the first place of each of the texts found, and what is between them. */
export function partsOf(text: string, found: readonly string[]): TextPart[] {
  const places = found
    .map((each) => ({from: each === "" ? -1 : text.indexOf(each), length: each.length}))
    .filter(({from}) => from >= 0)
    .sort((a, b) => a.from - b.from || b.length - a.length);
  const parts: TextPart[] = [];
  let end = 0;
  for (const {from, length} of places) {
    if (from < end) continue;
    if (from > end) parts.push({text: text.slice(end, from), isFound: false});
    parts.push({text: text.slice(from, from + length), isFound: true});
    end = from + length;
  }
  return end < text.length ? [...parts, {text: text.slice(end), isFound: false}] : parts;
}
