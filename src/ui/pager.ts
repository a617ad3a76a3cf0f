import {Button} from "./controls.js";
import {count, plural} from "./format.js";
import {Element} from "./text.js";

/** A page of a list, as its pager describes it. */
export interface ShownPage {
  page: number; // from 0
  shown: number; // entries on it
  total: number; // entries of the whole list
  note?: string; // said after the count
}

export interface Pager {
  element: HTMLElement;
  show(page: ShownPage): void;
  say(text: string): void;
}

export interface PagerOptions {
  noun: string; // of an entry
  pageSize: number;
  turn: (by: 1 | -1) => void;
}

/** Says which entries of a list are shown, with buttons to turn the page. */
export function Pager({noun, pageSize, turn}: PagerOptions, ...more: Node[]): Pager {
  const status = Element("span", "");
  status.setAttribute("role", "status");
  const back = Button("Previous page", () => turn(-1));
  const forward = Button("Next page", () => turn(1));
  return {
    element: Element("div", "toolbar", status, back, forward, ...more),
    show({page, shown, total, note = ""}) {
      const first = page * pageSize + 1;
      const range = `${count(first)}\u2013${count(first + shown - 1)} of ${plural(total, noun)}`;
      status.textContent = `${total === 0 ? `No ${noun}s` : range}${note}`;
      back.disabled = page === 0;
      forward.disabled = (page + 1) * pageSize >= total;
    },
    say: (text) => void (status.textContent = text)
  };
}
