import {Element, TextBlock} from "./text.js";

/** A text that a reader unfolds, such as a model's thinking; nothing where there is none. */
export function Folded(title: string, text: string | null): HTMLElement[] {
  if (text === null || text === "") return [];
  return [Element("details", "", Element("summary", "", title), TextBlock(text))];
}
