import type {Row} from "../shared/schema.js";
import {FilterForm, SearchField, Select} from "../ui/controls.js";
import type {Database} from "../ui/database.js";
import {DataTable} from "../ui/dataTable.js";
import {count, percent} from "../ui/format.js";
import {ListReader, type Go, type ListControls} from "../ui/listReader.js";
import type {RowStore} from "../ui/parquetRows.js";
import {afterPause} from "../ui/pause.js";
import {Element, InlineText} from "../ui/text.js";
import {ClusterReader} from "./clusterReader.js";
import {clusterAddress, clusterSortNames, emptyClusterView, type ClusterSort, type ClusterView} from "./clusterView.js";
import {clusterChunks, clusterPage, clusterRow, type ClusterRow} from "./corpusQueries.js";

const pageSize = 20;

export interface ClusterBrowserElement extends HTMLElement {
  /** Shows the cluster that an address names, such as the link of a dot. */
  open(search: string): void;
}

/** The clusters of an index, a page at a time, and one of them in full. */
export function ClusterBrowser(
  db: Database,
  stored: RowStore<Row<"corpus_clusters">>,
  {sources}: {sources: readonly string[]}
): ClusterBrowserElement {
  const browser = ListReader<ClusterView, ClusterRow>({
    noun: "cluster",
    className: "clusters",
    pageSize,
    view: emptyClusterView,
    address: clusterAddress,
    controls: (go) => Controls(sources, go),
    rows: (view) => clusterPage(db, view, pageSize),
    idOf: ({id}) => id,
    list: List,
    read: (id) => readCluster(db, stored, id)
  });
  const open = (search: string): void => {
    browser.go({open: clusterAddress.read(search).open});
    browser.querySelector(".reader")?.scrollIntoView({block: "nearest"});
  };
  return Object.assign(browser, {id: "cluster-browser", open});
}

async function readCluster(db: Database, stored: RowStore<Row<"corpus_clusters">>, id: number): Promise<HTMLElement> {
  const cluster = await clusterRow(db, id);
  if (cluster === undefined) throw new Error("there is no such cluster");
  const [chunks, {top_attributes}] = await Promise.all([clusterChunks(db, id), stored.read(id)]);
  return ClusterReader(cluster, chunks, [...top_attributes]);
}

function List(rows: readonly ClusterRow[], open: number | null, choose: (id: number) => void): HTMLElement {
  const opening = ({id, summary}: ClusterRow): Node => {
    const button = Element("button", "link", InlineText(summary));
    button.setAttribute("aria-current", String(id === open));
    button.dataset.cluster = String(id);
    button.addEventListener("click", () => choose(id));
    return button;
  };
  const table = DataTable(
    rows,
    [
      {name: "cluster (choose one)", value: opening},
      {name: "pairs", value: ({pairs}) => count(pairs), right: true, title: "training pairs whose query is in it"},
      {
        name: "purity",
        value: ({purity}) => percent(purity),
        right: true,
        title: "share of its pairs in its main chunk"
      },
      {name: "main chunk", value: ({source}) => source ?? "\u2013"}
    ],
    {maxRows: pageSize, name: "clusters", empty: "No cluster matches."}
  );
  return Element("div", "cluster-list", table);
}

function Controls(sources: readonly string[], go: Go<ClusterView>): ListControls<ClusterView> {
  const filter = (change: Partial<ClusterView>) => go({...change, page: 0, open: null}, {replace: true});
  const text = SearchField(
    "text",
    "words",
    afterPause((text) => filter({text}))
  );
  const source = Select("source", sources, {all: "all", onChange: (source) => filter({source})});
  const onSort = (sort: string) => filter({sort: sort as ClusterSort});
  const sort = Select("sort", Object.entries(clusterSortNames), {onChange: onSort});
  const form = FilterForm();
  form.append(
    Element("label", "", "words in the summary", text),
    Element("label", "", "main chunk", source),
    Element("label", "", "order", sort)
  );
  return {
    elements: [form],
    show(view) {
      if (text.value !== view.text) text.value = view.text;
      source.value = view.source;
      sort.value = view.sort;
    }
  };
}
