import {count} from "../lib/format.js";
import {Element, InlineText} from "./text.js";

export interface TableColumn<T> {
  name: string;
  value: (row: T) => Node | string | number;
  right?: boolean; // numbers stand right; defaults to false
  title?: string; // what the column holds
}

export interface DataTableOptions {
  caption?: string;
  empty?: string; // said when there is no row
  most?: number; // rows shown until the reader asks for all; defaults to 20
}

/** A table of text cells that scrolls inside its own box on a narrow screen. */
export function DataTable<T>(
  rows: readonly T[],
  columns: readonly TableColumn<T>[],
  {caption, empty = "Nothing to show.", most = 20}: DataTableOptions = {}
): HTMLElement {
  if (rows.length === 0) return Element("p", "muted", empty);
  const table = Element("table", "data-table");
  if (caption !== undefined) table.append(Element("caption", "", caption));
  const header = Element("tr", "");
  for (const {name, right, title} of columns) {
    const cell = Element("th", right ? "right" : "", name);
    cell.setAttribute("scope", "col");
    if (title !== undefined) cell.title = title;
    header.append(cell);
  }
  const body = Element("tbody", "", ...rows.slice(0, most).map((row) => toLine(row, columns)));
  table.append(Element("thead", "", header), body);
  const box = Element("div", "table-box", table);
  box.tabIndex = 0;
  if (rows.length <= most) return box;
  const all = Element("button", "", `Show all ${count(rows.length)}`);
  all.addEventListener("click", () => {
    body.append(...rows.slice(most).map((row) => toLine(row, columns)));
    all.remove();
  });
  return Element("div", "", box, all);
}

const toLine = <T>(row: T, columns: readonly TableColumn<T>[]): HTMLElement =>
  Element("tr", "", ...columns.map(({value, right}) => Element("td", right ? "right" : "", toNode(value(row)))));

const toNode = (value: Node | string | number): Node =>
  value instanceof Node
    ? value
    : typeof value === "number"
      ? document.createTextNode(String(value))
      : InlineText(value);
