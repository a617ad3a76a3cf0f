import type {SummaryDimension, SummaryGroup} from "../shared/explore/summary.js";
import {Button} from "../ui/controls.js";
import {count, percent} from "../ui/format.js";
import {ModelName} from "../ui/modelName.js";
import {Element, InlineText} from "../ui/text.js";
import {
  clicked,
  mostOf,
  PanelFrame,
  showGroup,
  type Choose,
  type GroupOptions,
  type Panel,
  type PanelView
} from "./panel.js";
import type {RowWords} from "./rowWords.js";

/** A grid of two columns' values, shaded by the share of flags. Its headings choose a whole row or column. */
export function GridPanel(dimension: SummaryDimension, choose: Choose, words: RowWords): Panel {
  let chosen: ReadonlySet<number> = new Set();
  const rows = unique(dimension.groups.map(({row}) => row!));
  const columns = unique(dimension.groups.map(({column}) => column!));
  const cells = dimension.groups.map(({place}) => {
    const button = Button("", () => undefined, {className: "explore-cell"});
    button.dataset.place = String(place);
    button.addEventListener("click", (event) => choose(clicked(chosen, place, event.shiftKey)));
    return button;
  });
  const all = (isIn: (group: SummaryGroup) => boolean): number[] =>
    dimension.groups.filter(isIn).map(({place}) => place);
  const heading = (name: HTMLElement, places: number[]): HTMLElement => {
    const button = Button("", () => undefined, {className: "link"});
    button.append(name);
    button.addEventListener("click", (event) => choose(event.shiftKey ? unique([...chosen, ...places]) : places));
    return Element("th", "", button);
  };
  const head = columns.map((column) =>
    heading(
      ModelName(column),
      all((group) => group.column === column)
    )
  );
  const lines = rows.map((row) =>
    Element(
      "tr",
      "",
      heading(
        InlineText(row),
        all((group) => group.row === row)
      ),
      ...all((group) => group.row === row).map((place) => Element("td", "", cells[place]!))
    )
  );
  const table = Element(
    "table",
    "explore-grid",
    Element("thead", "", Element("tr", "", Element("td", ""), ...head)),
    Element("tbody", "", ...lines)
  );
  const box = Element("div", "table-box", table);
  const frame = PanelFrame(dimension, box, choose);
  return {
    element: frame.element,
    show(view: PanelView) {
      chosen = view.chosen;
      frame.show(view);
      box.classList.toggle("has-choice", view.condition !== "");
      const most = mostOf(view.groups);
      for (const group of view.groups) showCell(cells[group.place]!, group, {chosen, most, all: view.all, words});
    }
  };
}

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

function showCell(cell: HTMLButtonElement, group: SummaryGroup, options: GroupOptions): void {
  showGroup(cell, group, options);
  const {n, scored, flagged} = group;
  cell.style.setProperty("--rate", scored === 0 ? "0" : (flagged / scored).toFixed(3));
  cell.setAttribute("aria-label", cell.title);
  cell.replaceChildren(
    Element("strong", "", n === 0 ? "" : scored === 0 ? "\u2013" : percent(flagged / scored)),
    Element("small", "", n === 0 ? "" : count(n))
  );
}
