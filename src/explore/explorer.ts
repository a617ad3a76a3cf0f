import type {CodedTable} from "../shared/explore/codedTable.js";
import type {ExploreSummary, SummaryDimension} from "../shared/explore/summary.js";
import {goTo, whileShown} from "../ui/address.js";
import {afterPause, onceAFrame} from "../ui/pause.js";
import {Element} from "../ui/text.js";
import {CandidateRows, type RowSources} from "./candidateRows.js";
import {firstLines} from "./listPanel.js";
import type {Choose, Panel} from "./panel.js";
import {PanelOf} from "./panels.js";
import {savedSelections} from "./savedSelections.js";
import {selectionAddress} from "./selectionAddress.js";
import {SelectionBar} from "./selectionBar.js";
import {SelectionModel} from "./selectionModel.js";

/** What comes after the first charts. */
export interface Opened {
  table: CodedTable;
  sources: RowSources;
}

export interface ExplorerOptions {
  study: string;
  open: () => Promise<Opened>; // asked for when the panels are there
}

/**
 * A study's candidates by everything that is known of them: what is chosen in one panel narrows all others and the rows
 * below. The panels are drawn from the summary first; the candidates come after that.
 */
export function Explorer(summary: ExploreSummary, {study, open}: ExplorerOptions): HTMLElement {
  let model: SelectionModel | null = null;
  let early: [name: string, places: readonly number[]] | null = null; // chosen before the candidates were there
  let showRows = (): void => undefined;

  const select = (where: string): void => {
    if (model === null) throw new Error("The candidates are still being read.");
    model.read(where);
    finish();
  };
  const place = new URL("./", location.href).pathname;
  const bar = SelectionBar(summary, {study, saved: savedSelections(place), select});
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
        onChoice: (name, choice) => {
          model?.list(name, choice);
          showPanel(name);
        }
      })
    ])
  );
  const rows = Element("div", "");
  const root = Element(
    "section",
    "explore",
    bar.element,
    bar.more,
    Element("div", "explore-panels", ...[...panels.values()].map(({element}) => element)),
    Element("h2", "", "Candidates"),
    rows
  );

  const showPanel = (name: string): void => {
    if (model !== null) panels.get(name)?.show(model.view(name));
  };
  const show = (): void => {
    if (model === null) return;
    model.apply();
    for (const name of panels.keys()) showPanel(name);
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

  const start = ({table, sources}: Opened): void => {
    model = new SelectionModel(table);
    root.dataset.drawn = "candidates";
    readAddress();
    if (early !== null) choose(early[0])(early[1]);
    const list = CandidateRows(table, model.crossfilter, sources);
    rows.replaceChildren(list);
    showRows = afterPause(() => list.go({page: 0, open: null}, {replace: true}), 150);
  };
  const giveUp = ({message}: Error): void => {
    bar.say("Nothing can be chosen");
    bar.fail(new Error(`The candidates can't be read: ${message}`));
  };

  for (const dimension of summary.dimensions) panels.get(dimension.name)!.show(firstView(dimension));
  bar.show(summary, "");
  bar.say("Reading the candidates\u2026");
  root.dataset.drawn = "summary";
  whileShown(root, "popstate", readAddress);
  setTimeout(() => void open().then(start).catch(giveUp), 50); // the panels are painted first
  return root;
}

/** The whole study, as the summary has it. */
const firstView = ({groups, shape}: SummaryDimension) => ({
  groups: shape === "list" ? groups.slice(0, firstLines.most) : groups,
  chosen: new Set<number>(),
  condition: ""
});

/** The address of another selection begins at its first page. */
function withoutPlace(address: string): string {
  const said = new URLSearchParams(address);
  said.delete("page");
  said.delete("open");
  return said.size === 0 ? "" : `?${said}`;
}
