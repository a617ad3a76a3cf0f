import {definitionOf, type TermName} from "./glossary.js";
import {Element} from "./text.js";

let terms = 0; // on the page, to tell their notes apart

/** A term of the glossary. Its definition appears on hover, on focus and to screen readers. */
export function Term(name: TermName, shown: string = name): HTMLElement {
  const note = Element("span", "term-note", definitionOf(name));
  note.setAttribute("role", "tooltip");
  note.id = `term-${++terms}`;
  const term = Element("dfn", "term", shown, note);
  term.tabIndex = 0;
  term.setAttribute("aria-describedby", note.id);
  for (const type of ["pointerenter", "focus"]) term.addEventListener(type, () => placeBelow(note, term));
  term.addEventListener("keydown", ({key}) => key === "Escape" && term.blur());
  return term;
}

const gap = 4; // px
const edge = 8; // px that a note keeps from the edge of the window

/** Puts a note under its term, inside the window. */
function placeBelow(note: HTMLElement, term: HTMLElement): void {
  const {left, top, bottom} = term.getBoundingClientRect();
  const above = bottom + gap + note.offsetHeight > innerHeight;
  note.style.left = `${Math.max(edge, Math.min(left, innerWidth - note.offsetWidth - edge))}px`;
  note.style.top = `${above ? top - gap - note.offsetHeight : bottom + gap}px`;
}
