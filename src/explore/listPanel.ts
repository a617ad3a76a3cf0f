import type {SummaryDimension} from "../shared/explore/summary.js";
import {Button, SearchField, Select} from "../ui/controls.js";
import {count} from "../ui/format.js";
import {afterPause} from "../ui/pause.js";
import {Element} from "../ui/text.js";
import {Lines} from "./barsPanel.js";
import {PanelFrame, type Choose, type Panel, type PanelView} from "./panel.js";
import type {RowWords} from "./rowWords.js";

/** Which of many lines are shown. */
export interface ListChoice {
  text: string; // in the name
  order: ListOrder;
  most: number; // lines
}

export const listOrders = {
  n: "most frequent",
  lift: "over-represented in the selection",
  rate: "highest share of flags"
} as const;
export type ListOrder = keyof typeof listOrders;

export const firstLines: ListChoice = {text: "", order: "n", most: 12};

export interface ListPanelOptions {
  note: string; // what several chosen lines mean
  words: RowWords;
  onChoice: (choice: ListChoice) => void; // asks to be shown again
}

/** The first of many groups, with a search in their names. */
export function ListPanel(
  dimension: SummaryDimension,
  choose: Choose,
  {note, words, onChoice}: ListPanelOptions
): Panel {
  let choice = firstLines;
  const change = (part: Partial<ListChoice>): void => onChoice((choice = {...choice, ...part}));
  const lines = Lines(choose, words);
  const search = SearchField(
    `find-${dimension.name}`,
    "find",
    afterPause((text: string) => change({text}))
  );
  search.setAttribute("aria-label", `Find in ${dimension.title}`);
  const orders = Object.entries(listOrders).filter(([name]) => name !== "rate" || words.hasRate);
  const order = Select(`order-${dimension.name}`, orders, {
    onChange: (value) => change({order: value as ListOrder})
  });
  order.setAttribute("aria-label", `Order of ${dimension.title}`);
  const more = Button("Show more", () => change({most: choice.most * 2}));
  const foot = Element("p", "muted explore-note", more, ` ${note}`);
  const content = Element("div", "", Element("div", "toolbar", search, order), lines.element, foot);
  const frame = PanelFrame(dimension, content, choose);
  return {
    element: frame.element,
    show(view: PanelView) {
      frame.show(view);
      lines.show(view, choice.text === "" ? "None in the selection." : "None has this text.");
      more.hidden = view.groups.length < choice.most;
      more.textContent = `Show more of ${count(dimension.size)}`;
    }
  };
}
