import type {TermName} from "./glossary.js";
import type {TableSort} from "./tableSort.js";
import {Term} from "./term.js";
import {Element} from "./text.js";

interface HeadingOptions {
  name: string;
  right?: boolean;
  title?: string;
  term?: TermName;
  sortable?: boolean;
}

/** The heading of a column. A press sorts by it; what the column holds is said on hover. */
export function SortHeading(
  {name, right, title, term, sortable = true}: HeadingOptions,
  sort: () => void
): HTMLElement {
  const cell = Element("th", right ? "right" : "");
  cell.setAttribute("scope", "col");
  if (title !== undefined) cell.title = title;
  if (!sortable || name === "") {
    cell.append(term === undefined ? name : Term(term, name));
    return cell;
  }
  cell.dataset.column = name;
  const button = Element("button", "sort", ...(term === undefined ? [name] : [])) as HTMLButtonElement;
  button.type = "button";
  button.setAttribute("aria-label", `Sort by ${name}`);
  button.addEventListener("click", sort);
  cell.append(...(term === undefined ? [button] : [Term(term, name), button]));
  return cell;
}

/** Shows in a row of headings which column the table is sorted by, to screen readers too. */
export function showSort(header: HTMLElement, sort: TableSort | undefined): void {
  for (const cell of header.querySelectorAll<HTMLElement>("th[data-column]")) {
    const isSorted = cell.dataset.column === sort?.column;
    cell.setAttribute("aria-sort", !isSorted ? "none" : sort!.descending ? "descending" : "ascending");
  }
}
