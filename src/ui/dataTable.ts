import type {Cell} from "./csv.js";
import {count} from "./format.js";
import {TableButtons, type Rows} from "./download.js";
import type {TermName} from "./glossary.js";
import {Term} from "./term.js";
import {Element, InlineText} from "./text.js";

export interface TableColumn<T> {
  name: string;
  value: (row: T) => Node | string | number;
  right?: boolean; // aligned right, as numbers are; defaults to false
  title?: string; // what the column holds
  term?: TermName; // of the glossary, that the name stands for
}

export interface DataTableOptions {
  caption?: string;
  empty?: string; // shown when there is no row
  maxRows?: number; // shown until the reader asks for all; defaults to 20
  name?: string; // of the files a reader downloads; defaults to "table"
}

/** A table of text cells that scrolls inside its own box on a narrow screen. */
export function DataTable<T>(
  rows: readonly T[],
  columns: readonly TableColumn<T>[],
  {caption, empty = "Nothing to show.", maxRows = 20, name = "table"}: DataTableOptions = {}
): HTMLElement {
  if (rows.length === 0) return Element("p", "muted", empty);
  const table = Element("table", "data-table");
  if (caption !== undefined) table.append(Element("caption", "", caption));
  const header = Element("tr", "", ...columns.map(Heading));
  const body = Element("tbody", "", ...rows.slice(0, maxRows).map((row) => toLine(row, columns)));
  table.append(Element("thead", "", header), body);
  const box = Element("div", "table-box", table);
  box.tabIndex = 0;
  const downloads = Element("div", "downloads", ...TableButtons(name, () => rows.map((row) => toCells(row, columns))));
  if (rows.length <= maxRows) return Element("div", "table-and-downloads", box, downloads);
  const all = Element("button", "", `Show all ${count(rows.length)}`);
  all.addEventListener("click", () => {
    body.append(...rows.slice(maxRows).map((row) => toLine(row, columns)));
    all.remove();
  });
  return Element("div", "table-and-downloads", box, Element("div", "toolbar", all, downloads));
}

function Heading<T>({name, right, title, term}: TableColumn<T>): HTMLElement {
  const cell = Element("th", right ? "right" : "", term === undefined ? name : Term(term, name));
  cell.setAttribute("scope", "col");
  if (title !== undefined) cell.title = title;
  return cell;
}

/** A row for download: its own fields, or the texts shown if a field is a structure. */
function toCells<T>(row: T, columns: readonly TableColumn<T>[]): Rows[number] {
  const isFlat = typeof row === "object" && row !== null && !Array.isArray(row) && Object.values(row).every(isCell);
  if (isFlat) return row as Rows[number];
  return Object.fromEntries(columns.map(({name, value}) => [name, toNode(value(row)).textContent]));
}

const isCell = (value: unknown): value is Cell =>
  typeof value !== "object" || value === null || Symbol.iterator in value;

const longText = 40; // characters: from here on a column must be wide enough to read

function toLine<T>(row: T, columns: readonly TableColumn<T>[]): HTMLElement {
  const cells = columns.map(({value, right}) => {
    const node = toNode(value(row));
    const isLong = !right && (node.textContent ?? "").length >= longText;
    return Element("td", right ? "right" : isLong ? "long" : "", node);
  });
  return Element("tr", "", ...cells);
}

const toNode = (value: Node | string | number): Node =>
  value instanceof Node
    ? value
    : typeof value === "number"
      ? document.createTextNode(String(value))
      : InlineText(value);
