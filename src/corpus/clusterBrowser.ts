import {
  clusterSortNames,
  readClusterView,
  writeClusterView,
  type ClusterSort,
  type ClusterView
} from "./clusterView.js";
import {clusterChunks, clusterPage, clusterRow, type ClusterRow} from "./corpusQueries.js";
import {count, percent, plural} from "../ui/format.js";
import type {RowStore} from "../ui/parquetRows.js";
import type {Row} from "../shared/schema.js";
import type {Database} from "../ui/studyData.js";
import {visible} from "../ui/visible.js";
import {ClusterByChunk} from "./corpusCharts.js";
import {DataTable} from "../ui/dataTable.js";
import {Figure} from "../ui/figure.js";
import {Element, InlineText} from "../ui/text.js";

const pageSize = 20;
const typingPauseInMs = 120;

export interface ClusterBrowserElement extends HTMLElement {
  /** Shows the cluster that an address names, such as the link of a dot. */
  open(search: string): void;
}

/** The clusters of an index, a page at a time, and one of them in full. The address holds what is shown. */
export function ClusterBrowser(
  db: Database,
  stored: RowStore<Row<"corpus_clusters">>,
  {sources}: {sources: readonly string[]}
): ClusterBrowserElement {
  let view = readClusterView(location.search);
  let turn = 0; // the latest request: an older answer that comes late is dropped
  const status = Element("span", "");
  status.setAttribute("role", "status");
  const list = Element("div", "cluster-list");
  const reader = Element("div", "reader");
  reader.setAttribute("aria-live", "polite");
  const form = Form(sources, (change, typing) => pause(typing ? typingPauseInMs : 0, () => go({...change, page: 0})));
  const back = Button("Previous page", () => go({page: view.page - 1}));
  const forward = Button("Next page", () => go({page: view.page + 1}));
  const root = Element(
    "section",
    "clusters",
    form.element,
    Element("div", "toolbar", status, back, forward),
    Element("div", "browser", list, reader)
  ) as ClusterBrowserElement;
  root.id = "cluster-browser";
  root.open = (search) => {
    go({cluster: readClusterView(search).cluster}, true);
    reader.scrollIntoView({block: "nearest"});
  };

  let timer: ReturnType<typeof setTimeout> | undefined;
  function pause(ms: number, act: () => void): void {
    clearTimeout(timer);
    timer = setTimeout(act, ms);
  }

  function go(change: Partial<ClusterView>, remember = false): void {
    view = {...view, ...change};
    const address = `${location.pathname}${writeClusterView(view)}${location.hash}`;
    if (remember) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
    void show();
  }

  async function show(): Promise<void> {
    const mine = ++turn;
    form.show(view);
    const {rows, total} = await clusterPage(db, view, pageSize);
    if (mine !== turn) return;
    if (rows.length === 0 && view.page > 0) return go({page: 0});
    const first = view.page * pageSize + 1;
    status.textContent =
      total === 0
        ? "No clusters"
        : `${count(first)}\u2013${count(first + rows.length - 1)} of ${plural(total, "cluster")}`;
    back.disabled = view.page === 0;
    forward.disabled = first + rows.length > total;
    const id = view.cluster ?? rows[0]?.id ?? null;
    list.replaceChildren(List(rows, id, (cluster) => go({cluster}, true)));
    if (id === null) return reader.replaceChildren();
    const shown = await readCluster(db, stored, id).catch((error: Error) =>
      Element("p", "note note-failed", `Cluster ${id} can't be read: ${error.message}`)
    );
    if (mine === turn) reader.replaceChildren(shown);
  }

  const onBack = () => {
    if (!root.isConnected) return removeEventListener("popstate", onBack);
    view = readClusterView(location.search);
    void show();
  };
  addEventListener("popstate", onBack);
  void show();
  return root;
}

function List(rows: readonly ClusterRow[], open: number | null, choose: (id: number) => void): HTMLElement {
  const opening = ({id, summary}: ClusterRow): Node => {
    const button = Element("button", "link", InlineText(summary));
    button.setAttribute("aria-current", String(id === open));
    button.dataset.cluster = String(id);
    button.addEventListener("click", () => choose(id));
    return button;
  };
  return DataTable(
    rows,
    [
      {name: "cluster (choose one)", value: opening},
      {name: "pairs", value: ({pairs}) => count(pairs), right: true, title: "training pairs whose query has it"},
      {
        name: "purity",
        value: ({purity}) => percent(purity),
        right: true,
        title: "share of these pairs in its main chunk"
      },
      {name: "main chunk", value: ({source}) => source ?? "\u2013"}
    ],
    {most: pageSize, name: "clusters", empty: "No cluster fits."}
  );
}

async function readCluster(db: Database, stored: RowStore<Row<"corpus_clusters">>, id: number): Promise<HTMLElement> {
  const cluster = await clusterRow(db, id);
  if (cluster === undefined) throw new Error("there is no such cluster");
  const [chunks, {top_attributes}] = await Promise.all([clusterChunks(db, id), stored.read(id)]);
  return Cluster(cluster, chunks, [...top_attributes]);
}

function Cluster(
  {id, summary, size, pairs, base, checked, accepted}: ClusterRow,
  chunks: readonly Row<"corpus_cluster_chunks">[],
  top: readonly string[]
): HTMLElement {
  const check =
    checked === 0
      ? "Its summary was not checked against held-out members."
      : `A judge accepted the summary for ${count(accepted)} of ${count(checked)} held-out members (${percent(accepted / checked)}).`;
  const most = 16;
  return Element(
    "article",
    "cluster",
    Element("p", "", Element("strong", "", `Cluster ${id}: `), InlineText(summary)),
    Element(
      "p",
      "muted",
      `${plural(size, "distinct attribute")}; ${plural(pairs, "training pair")}, ${percent(base)} of the corpus. ${check}`
    ),
    Element("h3", "", "Attributes nearest to its centre"),
    top.length === 0
      ? Element("p", "muted", "None are kept.")
      : Element("ul", "", ...top.slice(0, 25).map((attribute) => Element("li", "", InlineText(attribute)))),
    Element("h3", "", "By chunk"),
    chunks.length === 0
      ? Element("p", "muted", "No pair has it.")
      : Figure(ClusterByChunk(chunks.slice(0, most), {base, width: 420}), {
          name: `cluster-${id}-chunks`,
          rows: [...chunks]
        }),
    Element("p", "muted", `Dashed: the whole corpus, ${percent(base)}. The number at the end is the ratio.`)
  );
}

function Form(sources: readonly string[], onChange: (change: Partial<ClusterView>, typing: boolean) => void) {
  const form = Element("form", "filters") as HTMLFormElement;
  form.addEventListener("submit", (event) => event.preventDefault());
  const text = Object.assign(document.createElement("input"), {type: "search", name: "text", placeholder: "words"});
  text.addEventListener("input", () => onChange({text: text.value}, true));
  const source = document.createElement("select");
  source.name = "source";
  source.append(new Option("all", ""), ...sources.map((each) => new Option(visible(each), each)));
  source.addEventListener("change", () => onChange({source: source.value}, false));
  const sort = document.createElement("select");
  sort.name = "sort";
  sort.append(...Object.entries(clusterSortNames).map(([value, name]) => new Option(name, value)));
  sort.addEventListener("change", () => onChange({sort: sort.value as ClusterSort}, false));
  form.append(
    Element("label", "", "words in the summary", text),
    Element("label", "", "main chunk", source),
    Element("label", "", "order", sort)
  );
  return {
    element: form,
    show: (view: ClusterView): void => {
      if (text.value !== view.text) text.value = view.text;
      source.value = view.source;
      sort.value = view.sort;
    }
  };
}

function Button(name: string, act: () => void): HTMLButtonElement {
  const button = Element("button", "", name) as HTMLButtonElement;
  button.type = "button";
  button.addEventListener("click", act);
  return button;
}
