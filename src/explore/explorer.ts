import type {CodedTable} from "../shared/explore/codedTable.js";
import type {ExploreSummary, SummaryDimension} from "../shared/explore/summary.js";
import {goTo, whileShown} from "../ui/address.js";
import {afterPause, onceAFrame} from "../ui/pause.js";
import type {ListReaderElement, ListView} from "../ui/listReader.js";
import {Element} from "../ui/text.js";
import {firstLines} from "./listPanel.js";
import type {Choose, Panel, PanelView} from "./panel.js";
import {PanelOf} from "./panels.js";
import type {RowWords} from "./rowWords.js";
import {savedSelections} from "./savedSelections.js";
import {selectionAddress} from "./selectionAddress.js";
import {SelectionBar} from "./selectionBar.js";
import {SelectionModel} from "./selectionModel.js";

/** What comes after the first charts. */
export interface Opened {
  table: CodedTable;
  /** The selected rows, a page at a time. */
  rows(explored: Explored): ListReaderElement<ListView>;
  /** Charts of their own, which show and change the selection too. */
  views?(explored: Explored): readonly LinkedView[];
}

/** The selection, for what is drawn of it beside the panels. */
export interface Explored {
  model: SelectionModel;
  choose: (name: string) => Choose; // groups of a dimension
}

/** A chart of the selection. */
export interface LinkedView {
  element: HTMLElement;
  show(): void;
}

export interface ExplorerOptions {
  words: RowWords;
  heading: string; // over the rows
  example: string; // of a WHERE
  block: (where: string) => string; // of a notebook
  open: () => Promise<Opened>; // asked for when the panels are there
}

/**
 * Candidates of a study, or training pairs of an index, by everything that is known of them: what is chosen in one panel
 * narrows all others and the rows below. The panels are drawn from the summary first; the rows come after that.
 */
export function Explorer(summary: ExploreSummary, options: ExplorerOptions): HTMLElement {
  const {words, heading, open} = options;
  let model: SelectionModel | null = null;
  let early: [name: string, places: readonly number[]] | null = null; // chosen before the rows were there
  let showRows = (): void => undefined;

  const select = (where: string): void => {
    if (model === null) throw new Error(`The ${words.noun}s are still being read.`);
    model.read(where);
    finish();
  };
  const place = new URL("./", location.href).pathname;
  const bar = SelectionBar(summary, {...options, saved: savedSelections(place), select});
  const choose =
    (name: string): Choose =>
    (places, {isDragging = false} = {}) => {
      if (model === null) return void (early = [name, places]);
      model.choose(name, places);
      if (isDragging) showSoon();
      else finish();
    };
  const panels = new Map<string, Panel>(
    summary.dimensions.map((dimension) => [
      dimension.name,
      PanelOf(dimension, {
        choose,
        words,
        onChoice: (name, choice) => {
          model?.list(name, choice);
          showPanel(name);
        }
      })
    ])
  );
  let views: readonly LinkedView[] = [];
  const [rows, charts] = [Element("div", ""), Element("div", "explore-views")];
  const root = Element(
    "section",
    "explore",
    bar.element,
    bar.more,
    charts,
    Element("div", "explore-panels", ...[...panels.values()].map(({element}) => element)),
    Element("h2", "", heading),
    rows
  );

  const showPanel = (name: string): void => {
    if (model !== null) panels.get(name)?.show(model.view(name));
  };
  const show = (): void => {
    if (model === null) return;
    model.apply();
    for (const name of panels.keys()) showPanel(name);
    for (const view of views) view.show();
    bar.show(model.selected, model.where);
    root.dataset.selected = String(model.selected.n);
  };
  /** Draws a selection that is final, puts it into the address and reads its first rows. */
  const finish = (): void => {
    show();
    const address = selectionAddress.write({where: model!.where}, location.search);
    if (address !== location.search) goTo(withoutPlace(address));
    showRows();
  };
  const showSoon = onceAFrame(show);
  const readAddress = (): void => {
    try {
      model?.read(selectionAddress.read(location.search).where);
      show();
    } catch (error) {
      model?.read("");
      show();
      bar.fail(new Error(`The address has a selection that can't be read: ${(error as Error).message}`));
    }
  };

  const start = (opened: Opened): void => {
    model = new SelectionModel(opened.table);
    const explored = {model, choose};
    views = opened.views?.(explored) ?? [];
    charts.replaceChildren(...views.map(({element}) => element));
    root.dataset.drawn = "rows";
    readAddress();
    if (early !== null) choose(early[0])(early[1]);
    const list = opened.rows(explored);
    rows.replaceChildren(list);
    showRows = afterPause(() => list.go({page: 0, open: null}, {replace: true}), 150);
  };
  const giveUp = ({message}: Error): void => {
    bar.say("Nothing can be chosen");
    bar.fail(new Error(`The ${words.noun}s can't be read: ${message}`));
  };

  for (const dimension of summary.dimensions) panels.get(dimension.name)!.show(firstView(dimension));
  bar.show(summary, "");
  bar.say(`Reading the ${words.noun}s\u2026`);
  root.dataset.drawn = "summary";
  whileShown(root, "popstate", readAddress);
  setTimeout(() => void open().then(start).catch(giveUp), 50); // the panels are painted first
  return root;
}

/** All rows, as the summary has them. */
const firstView = ({groups, shape}: SummaryDimension): PanelView => ({
  groups: shape === "list" ? groups.slice(0, firstLines.most) : groups,
  chosen: new Set<number>(),
  condition: "",
  all: (place) => groups.find((group) => group.place === place)?.n ?? 0
});

/** The address of another selection begins at its first page. */
function withoutPlace(address: string): string {
  const said = new URLSearchParams(address);
  said.delete("page");
  said.delete("open");
  return said.size === 0 ? "" : `?${said}`;
}
