import {addressOf} from "../ui/address.js";
import {Select} from "../ui/controls.js";
import {EntryList} from "../ui/entryList.js";
import {count, score} from "../ui/format.js";
import {ListReader, type Go, type ListControls, type ListView} from "../ui/listReader.js";
import {Element, InlineText} from "../ui/text.js";
import {DiffControls} from "./diffControls.js";
import type {DiffStyle} from "./sideBySide.js";

const pageSize = 20;
const shows = ["differ", "only A", "only B", "agree", "all"] as const;
export type Show = (typeof shows)[number];

const names: Record<Show, string> = {
  differ: "flagged on one side only",
  "only A": "flagged on A only",
  "only B": "flagged on B only",
  agree: "the same on both sides",
  all: "all"
};

interface PairView extends ListView {
  show: string;
}

const address = addressOf<PairView>(
  {show: "differ", page: 0, open: null},
  {clean: (view) => ({...view, show: (shows as readonly string[]).includes(view.show) ? view.show : "differ"})}
);

/** Two verdicts on one thing, as a list shows them. */
export interface ListedPair {
  id: number;
  query: string | null;
  about: string;
  a: {score: number | null; flag: boolean | null};
  b: {score: number | null; flag: boolean | null};
}

export const showOf = ({a, b}: Pick<ListedPair, "a" | "b">): Exclude<Show, "differ" | "all"> | null => {
  if (a.flag === null || b.flag === null) return null;
  return a.flag === b.flag ? "agree" : a.flag ? "only A" : "only B";
};

const fits = (pair: ListedPair, show: string): boolean => {
  const own = showOf(pair);
  return show === "all" || own === show || (show === "differ" && (own === "only A" || own === "only B"));
};

/** Pairs of answers, those that differ first chosen, beside the one that is open. */
export function PairList<T extends ListedPair>(
  pairs: readonly T[],
  read: (pair: T, style: DiffStyle) => Promise<Node>
): HTMLElement {
  const first = pairs.some((pair) => fits(pair, "differ")) ? "differ" : "all";
  const asked = (view: PairView): string =>
    view.show === "differ" && !new URLSearchParams(location.search).has("show") ? first : view.show;
  const diff = DiffControls(() => reader.go({}, {replace: true}));
  const byId = new Map(pairs.map((pair) => [pair.id, pair]));
  const listed = (view: PairView): T[] => pairs.filter((pair) => fits(pair, asked(view)));
  const reader = ListReader<PairView, T>({
    noun: "pair",
    className: "compare-pairs",
    pageSize,
    view: {show: first, page: 0, open: null},
    address,
    controls: (go) => Controls(pairs, go, asked, diff.element),
    rows: (view) => {
      const rows = listed(view);
      return {rows: rows.slice(view.page * pageSize, (view.page + 1) * pageSize), total: rows.length};
    },
    idOf: ({id}) => id,
    placeOf: (view, id) => {
      const place = listed(view).findIndex((pair) => pair.id === id);
      return place < 0 ? null : place;
    },
    list: (rows, open, choose) => List(rows, open, choose),
    read: async (id) => {
      const pair = byId.get(id);
      if (pair === undefined) throw new Error("it is not among the pairs");
      return read(pair, diff.style());
    }
  });
  return reader;
}

function Controls(
  pairs: readonly ListedPair[],
  go: Go<PairView>,
  asked: (view: PairView) => string,
  diff: HTMLElement
): ListControls<PairView> {
  const choices = shows.map((show) => {
    const own = pairs.filter((pair) => fits(pair, show)).length;
    return [show, `${names[show]} (${count(own)})`] as const;
  });
  const field = Select("show", choices, {onChange: (show) => go({show, page: 0, open: null}, {replace: true})});
  return {
    elements: [Element("div", "toolbar", Element("label", "", "show ", field), diff)],
    show: (view) => (field.value = asked(view))
  };
}

const List = (rows: readonly ListedPair[], open: number | null, choose: (id: number) => void): HTMLElement =>
  EntryList(
    rows.map((pair) => ({
      id: pair.id,
      number: `${score(pair.a.score)}\u00a0\u00b7\u00a0${score(pair.b.score)}`,
      numberClass: pair.a.flag !== pair.b.flag ? "flagged" : "",
      text: InlineText(pair.query ?? "(texts are kept of answers that changed side)"),
      about: InlineText(pair.about)
    })),
    {kind: "pair", open, choose}
  );
