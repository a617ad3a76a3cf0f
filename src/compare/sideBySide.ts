import {Element, TextBlock} from "../ui/text.js";
import {visible} from "../ui/visible.js";
import {onlyDifferences, partsOfSide, wordDiff, type DiffPart} from "./wordDiff.js";

const longest = 20_000; // characters of a text that are compared word by word

export interface TextPair {
  a: string | null; // null: there is no text
  b: string | null;
}

/** How two texts are shown: words that differ marked, and what they have in common left out. */
export interface DiffStyle {
  marks: boolean;
  onlyDifferences: boolean;
}

/** Two texts beside each other; a word of only one of them is marked. `heads` say what stands above each. */
export function SideBySide(texts: TextPair, heads: {a: Node; b: Node}, style: DiffStyle): HTMLElement {
  const {a, b} = texts;
  const parts = !style.marks || a === null || b === null ? null : wordDiff(a.slice(0, longest), b.slice(0, longest));
  const shown = parts !== null && style.onlyDifferences ? onlyDifferences(parts) : parts;
  const side = (key: "a" | "b"): HTMLElement =>
    Element("div", "", heads[key], shown === null ? Plain(texts[key]) : Marked(partsOfSide(shown, key), key));
  return Element("div", "", ...Notes(texts, parts, style), Element("div", "side-by-side", side("a"), side("b")));
}

const Plain = (text: string | null): HTMLElement =>
  text === null ? Element("p", "muted", "No text on record.") : TextBlock(text);

function Marked(parts: readonly DiffPart[], side: "a" | "b"): HTMLElement {
  const block = Element("pre", "text-block");
  block.dir = "auto";
  block.tabIndex = 0;
  const name = side === "a" ? "del" : "ins";
  block.append(
    ...parts.map((part) =>
      part.in === "both" ? visible(part.text) : Element(name, `diff-${side}`, visible(part.text))
    )
  );
  return block;
}

function Notes({a, b}: TextPair, parts: readonly DiffPart[] | null, {marks}: DiffStyle): HTMLElement[] {
  if (!marks || a === null || b === null) return [];
  if (a === b) return [Element("p", "muted", "The two texts are the same, word for word.")];
  if (parts === null) return [Element("p", "muted", "The texts are too long and too different to mark their words.")];
  const isCut = Math.max(a.length, b.length) > longest;
  return isCut
    ? [Element("p", "muted", `The first ${longest.toLocaleString("en-US")} characters of each are compared.`)]
    : [];
}
