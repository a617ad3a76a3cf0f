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
}

/** A table of text cells that scrolls inside its own box on a narrow screen. */
export function DataTable<T>(
  rows: readonly T[],
  columns: readonly TableColumn<T>[],
  {caption, empty = "Nothing to show."}: DataTableOptions = {}
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
  const body = Element("tbody", "");
  for (const row of rows) {
    const line = Element("tr", "");
    for (const {value, right} of columns) line.append(Element("td", right ? "right" : "", toNode(value(row))));
    body.append(line);
  }
  table.append(Element("thead", "", header), body);
  const box = Element("div", "table-box", table);
  box.tabIndex = 0;
  return box;
}

const toNode = (value: Node | string | number): Node =>
  value instanceof Node
    ? value
    : typeof value === "number"
      ? document.createTextNode(String(value))
      : InlineText(value);
