import type {StudyManifest} from "../shared/manifest.js";
import {goTo, whileShown} from "../ui/address.js";
import {Button} from "../ui/controls.js";
import {DataTable, type TableColumn} from "../ui/dataTable.js";
import {count, plural} from "../ui/format.js";
import type {TableSort} from "../ui/tableSort.js";
import {Element} from "../ui/text.js";
import type {Evidence} from "./evidence.js";
import {findingColumns} from "./findingColumns.js";
import {FindingFacets} from "./findingFacets.js";
import {findingsAddress, ranked, type FindingsView, type Ranking} from "./findingsView.js";
import {SelectedFindings} from "./selectedFindings.js";

export interface FindingsBrowserOptions {
  manifest: StudyManifest;
  indexes: readonly string[]; // that can be searched
  queryOf: (evidence: Evidence) => Promise<string>; // the whole query
}

/** All findings of a study: facets, a text search, a table sorted by any column, and what to do with chosen ones. */
export function FindingsBrowser(all: readonly Evidence[], options: FindingsBrowserOptions): HTMLElement {
  let view = findingsAddress.read(location.search);
  const byId = new Map(all.map((evidence) => [evidence.finding.id, evidence]));
  const selected = new Set<string>(); // in the order in which they were chosen
  const status = Element("p", "muted");
  status.setAttribute("role", "status");
  const table = Element("div", "");
  const chosen = Element("div", "selected-findings");
  chosen.id = "selected";
  const bar = Element("div", "toolbar selection-bar");
  bar.hidden = true;
  const facets = FindingFacets(all, (change) => go(change));
  const columns = findingColumns(all, () => findingsAddress.write(view));
  const root = Element("section", "findings", facets.element, status, table, bar, chosen);

  const showChosen = (): void => {
    const own = [...selected].flatMap((id) => byId.get(id) ?? []);
    bar.hidden = own.length === 0;
    bar.replaceChildren(
      Element("strong", "", `${plural(own.length, "finding")} selected`),
      Button("Commands for them", () => chosen.scrollIntoView({block: "start"})),
      Button("Clear the selection", () => select(selected, false))
    );
    chosen.replaceChildren(SelectedFindings(own, options));
  };
  const select = (ids: Iterable<string>, isOn: boolean): void => {
    for (const id of [...ids])
      if (isOn) selected.add(id);
      else selected.delete(id);
    show();
  };
  const go = (change: Partial<FindingsView>): void => {
    view = {...view, ...change};
    goTo(findingsAddress.write(view, location.search), {replace: true});
    show();
  };
  const show = (): void => {
    const shown = ranked(all, view);
    status.textContent = `${count(shown.length)} of ${plural(all.length, "finding")}, ${orderInWords(view)}`;
    const box = selectColumn(selected, showChosen);
    const sort = sortOf(view, columns);
    const onSort = ({column, descending}: TableSort): void => {
      go({sort: columns.find(({name}) => name === column)!.key, order: descending ? "down" : "up"});
      table.querySelector<HTMLElement>(`th[data-column="${CSS.escape(column)}"] button`)?.focus();
    };
    const empty = "No finding matches.";
    const options = {name: "findings", maxRows: 50, empty, onSort, ...(sort !== undefined && {sort})};
    const ids = shown.map(({finding}) => finding.id);
    const selectAll = Button(`Select all ${count(ids.length)} shown`, () => select(ids, true));
    table.replaceChildren(DataTable(shown, [box, ...columns], options), ...(ids.length > 0 ? [selectAll] : []));
    facets.show(view);
    showChosen();
  };
  whileShown(root, "popstate", () => {
    view = findingsAddress.read(location.search);
    show();
  });
  show();
  return root;
}

const sortOf = (
  {sort, order}: FindingsView,
  columns: readonly {key: Ranking; name: string}[]
): TableSort | undefined => {
  const name = columns.find(({key}) => key === sort)?.name;
  return name === undefined ? undefined : {column: name, descending: order === "down"};
};

const orderInWords = ({sort, order}: FindingsView): string =>
  sort === "" ? "the surest first" : `by ${sort}, ${order === "down" ? "from the top" : "from the bottom"}`;

function selectColumn(selected: Set<string>, onChange: () => void): TableColumn<Evidence> {
  return {
    name: "",
    sortable: false,
    value: ({finding: {id, query}}) => {
      const box = Object.assign(document.createElement("input"), {type: "checkbox", checked: selected.has(id)});
      box.setAttribute("aria-label", `Select ${query.slice(0, 80)}`);
      box.addEventListener("change", () => {
        if (box.checked) selected.add(id);
        else selected.delete(id);
        onChange();
      });
      return box;
    }
  };
}
