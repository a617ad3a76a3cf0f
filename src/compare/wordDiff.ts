import {diffArrays} from "diff";

/** A part of two texts: in both, or only in the first or the second. */
export interface DiffPart {
  text: string;
  in: "both" | "a" | "b";
}

const mostTime = 500; // ms: two long texts without a word in common would hold up the page
const segmenter = new Intl.Segmenter(undefined, {granularity: "word"}); // knows scripts without spaces, too

/** The words of a text, each with the space after it: marked words in a row are one mark. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const {segment} of segmenter.segment(text))
    if (words.length > 0 && segment.trim() === "") words.push(words.pop()! + segment);
    else words.push(segment);
  return words;
}

/** What two texts have in common and what not, word by word. Null when they are too long and too different to tell. */
export function wordDiff(a: string, b: string): DiffPart[] | null {
  const changes = diffArrays(wordsOf(a), wordsOf(b), {timeout: mostTime});
  if (changes === undefined) return null;
  return changes.map(({value, added, removed}) => ({
    text: value.join(""),
    in: added ? "b" : removed ? "a" : "both"
  }));
}

/** The parts of one side, those of the other left out. */
export const partsOfSide = (parts: readonly DiffPart[], side: "a" | "b"): DiffPart[] =>
  parts.filter((part) => part.in === "both" || part.in === side);

/** Shortens what both have in common to `around` characters beside each difference. */
export function onlyDifferences(parts: readonly DiffPart[], around = 60): DiffPart[] {
  return parts.map((part, i) => {
    if (part.in !== "both") return part;
    const [start, end] = [i === 0 ? 0 : around, i === parts.length - 1 ? 0 : around];
    if (part.text.length <= start + end + 20) return part;
    const last = end === 0 ? "" : part.text.slice(-end);
    return {...part, text: `${part.text.slice(0, start)} [\u2026] ${last}`};
  });
}
