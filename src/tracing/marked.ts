import {visible} from "../ui/visible.js";
import {Element} from "../ui/text.js";

/** A text with some of its parts marked: the first occurrence of each part. Text only. */
export function Marked(text: string, parts: readonly string[], {tag = "mark"} = {}): HTMLElement {
  const places = parts
    .filter((part) => part !== "")
    .map((part) => ({start: text.indexOf(part), length: part.length}))
    .filter(({start}) => start >= 0)
    .sort((a, b) => a.start - b.start);
  const element = Element("span", "quoted");
  element.dir = "auto";
  let end = 0;
  for (const {start, length} of places) {
    if (start < end) continue;
    element.append(visible(text.slice(end, start)), Element(tag, "", visible(text.slice(start, start + length))));
    end = start + length;
  }
  element.append(visible(text.slice(end)));
  return element;
}
