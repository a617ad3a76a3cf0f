import {Element} from "./text.js";

/** Says that a page's tables are being opened, until they are. */
export function Loading(opening: Promise<unknown>): HTMLElement {
  const note = Element("p", "muted loading", "Opening the tables…");
  note.setAttribute("role", "status");
  const end = (): void => note.remove();
  opening.then(end, end);
  return note;
}
