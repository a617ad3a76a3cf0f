import type {TermName} from "./glossary.js";
import {Term} from "./term.js";
import {Element} from "./text.js";

/** A sentence or two of a page. `[[crux]]` is a term of the glossary, `[[hits|hit]]` one in other words. */
export const Explain = (...sentences: string[]): HTMLElement =>
  Element("p", "", ...termsIn(sentences.filter((sentence) => sentence !== "").join(" ")));

/** A text with its terms as elements. */
export function termsIn(text: string): (Node | string)[] {
  return text.split(/(\[\[[^\]]+\]\])/).map((part) => {
    const [, name, shown = name] = /^\[\[([^|]+)(?:\|(.+))?\]\]$/.exec(part) ?? [];
    return name === undefined ? part : Term(name as TermName, shown!);
  });
}

/** Says that a section has nothing to show, and why. */
export const Empty = (text: string): HTMLElement => Element("p", "muted", text);
