import type {Cell} from "./csv.js";
import {count} from "./format.js";
import {TableButtons, type Rows} from "./download.js";
import type {TermName} from "./glossary.js";
import {SortHeading, showSort} from "./sortHeading.js";
import {isNumericColumn, sortedPlaces, type SortValue, type TableSort} from "./tableSort.js";
import {Element, InlineText} from "./text.js";

export interface TableColumn<T> {
  name: string;
  value: (row: T) => Node | string | number;
  right?: boolean; // aligned right, as numbers are; defaults to false
  title?: string; // what the column holds
  term?: TermName; // of the glossary, that the name stands for
  by?: (row: T) => SortValue; // what rows are sorted by; defaults to what the cell says
  sortable?: boolean; // defaults to true
}

export interface DataTableOptions {
  caption?: string;
  empty?: string; // shown when there is no row
  maxRows?: number; // shown until the reader asks for all; defaults to 20
  name?: string; // of the files a reader downloads; defaults to "table"
  sort?: TableSort; // of the rows as they come; defaults to none that a heading could say
  onSort?: (sort: TableSort) => void; // the caller sorts; defaults to sorting the rows here
}

/** A table that readers sort by its headings. It scrolls inside its own box on a narrow screen. */
export function DataTable<T>(
  rows: readonly T[],
  columns: readonly TableColumn<T>[],
  {caption, empty = "Nothing to show.", maxRows = 20, name = "table", sort, onSort}: DataTableOptions = {}
): HTMLElement {
  if (rows.length === 0) return Element("p", "muted", empty);
  const table = Element("table", "data-table");
  if (caption !== undefined) table.append(Element("caption", "", caption));
  const lineAt = lineMaker(rows, columns);
  const body = Element("tbody", "");
  let [places, limit, sorted] = [rows.map((_, place) => place), maxRows, sort];
  const show = (): void => body.replaceChildren(...places.slice(0, limit).map(lineAt));
  const sortBy = (column: TableColumn<T>): void => {
    const values = rows.map((row) => sortValueOf(row, column));
    const isNumeric = isNumericColumn(values, column.right);
    const descending = sorted?.column === column.name ? !sorted.descending : isNumeric;
    sorted = {column: column.name, descending};
    if (onSort !== undefined) return onSort(sorted);
    places = sortedPlaces(values, {descending, isNumeric});
    showSort(header, sorted);
    show();
  };
  const header = Element("tr", "", ...columns.map((column) => SortHeading(column, () => sortBy(column))));
  table.append(Element("thead", "", header), body);
  showSort(header, sorted);
  show();
  const box = Element("div", "table-box", table);
  box.tabIndex = 0;
  const cells = () => places.map((place) => toCells(rows[place]!, columns));
  const downloads = Element("div", "downloads", ...TableButtons(name, cells));
  if (rows.length <= maxRows) return Element("div", "table-and-downloads", box, downloads);
  const all = Element("button", "", `Show all ${count(rows.length)}`);
  all.addEventListener("click", () => {
    limit = rows.length;
    show();
    all.remove();
  });
  return Element("div", "table-and-downloads", box, Element("div", "toolbar", all, downloads));
}

/** What a row is sorted by: what its column says, else what its cell shows. */
function sortValueOf<T>(row: T, {by, value}: TableColumn<T>): SortValue {
  if (by !== undefined) return by(row);
  const shown = value(row);
  return shown instanceof Node ? shown.textContent : shown;
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

/** Makes the line of each row once: what a reader did in it stays when the table is sorted. */
function lineMaker<T>(rows: readonly T[], columns: readonly TableColumn<T>[]): (place: number) => HTMLElement {
  const lines = new Map<number, HTMLElement>();
  return (place) => {
    const line = lines.get(place) ?? toLine(rows[place]!, columns);
    lines.set(place, line);
    return line;
  };
}

function toLine<T>(row: T, columns: readonly TableColumn<T>[]): HTMLElement {
  const cells = columns.map(({value, right}) => {
    const node = toNode(value(row));
    const isLong = !right && (node.textContent ?? "").length >= longText;
    return Element("td", right ? "right" : isLong ? "long" : "", node);
  });
  return Element("tr", "", ...cells);
}

const toNode = (value: Node | string | number): Node =>
  value instanceof Node ? value : typeof value === "number" ? document.createTextNode(count(value)) : InlineText(value);
