import {Element} from "./text.js";

/** Framework's own sign of waiting, until some work is done. */
export function Pending(work: Promise<unknown>): HTMLElement {
  const sign = Element("observablehq-loading", "");
  const end = (): void => sign.remove();
  work.then(end, end);
  return sign;
}

/** Says that a page's tables are being opened, until they are. */
export function Loading(opening: Promise<unknown>): HTMLElement {
  const note = Element("p", "muted loading", "Opening the tables…");
  note.setAttribute("role", "status");
  const end = (): void => note.remove();
  opening.then(end, end);
  return note;
}
