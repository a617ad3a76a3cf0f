import {count, plural} from "../ui/format.js";
import type {RowStore} from "../ui/parquetRows.js";
import type {Row} from "../shared/schema.js";
import type {Database} from "../ui/studyData.js";
import {exampleRows, type ChosenCrux} from "./traceQueries.js";
import {visible} from "../ui/visible.js";
import {Marked} from "./marked.js";
import {Element, InlineText, TextBlock} from "../ui/text.js";

type Example = Row<"examples">;

const pageSize = 12;

export interface ExampleBrowserOptions {
  sources: readonly string[]; // chunks among them
  crux: string;
  trigger: string | null;
}

/** The training pairs that were retrieved for a crux: a list, and a reader that fetches the pair it shows. */
export function ExampleBrowser(
  db: Database,
  texts: RowStore<Row<"example_texts">>,
  chosen: ChosenCrux,
  options: ExampleBrowserOptions
): HTMLElement {
  const filter = {source: "", onlyHits: false};
  let examples: Example[] = [];
  let page = 0;
  let open = 0; // place in examples
  const turns = {load: 0, read: 0}; // the latest requests: an older answer that comes late is dropped

  const status = Element("span", "");
  status.setAttribute("role", "status");
  const list = Element("div", "");
  const reader = Element("div", "reader");
  reader.setAttribute("aria-live", "polite");
  const back = Button("Previous page", () => turnTo((page - 1) * pageSize));
  const forward = Button("Next page", () => turnTo((page + 1) * pageSize));
  const root = Element(
    "section",
    "examples",
    Filters(options.sources, (change) => {
      Object.assign(filter, change);
      void load();
    }),
    Element("div", "toolbar", status, back, forward),
    Element("div", "browser", list, reader)
  );

  async function load(): Promise<void> {
    const mine = ++turns.load;
    status.textContent = "Looking\u2026";
    const found = await exampleRows(db, chosen, filter);
    if (mine !== turns.load) return;
    examples = found;
    turnTo(0);
  }

  function turnTo(place: number): void {
    open = Math.max(0, Math.min(place, examples.length - 1));
    page = Math.floor(open / pageSize);
    const shown = examples.slice(page * pageSize, (page + 1) * pageSize);
    const first = page * pageSize + 1;
    status.textContent =
      examples.length === 0
        ? "No retrieved pair fits"
        : `${first}\u2013${first + shown.length - 1} of ${plural(examples.length, "retrieved pair")} kept`;
    back.disabled = page === 0;
    forward.disabled = (page + 1) * pageSize >= examples.length;
    list.replaceChildren(List(shown, open - page * pageSize, (place) => turnTo(page * pageSize + place)));
    void read();
  }

  async function read(): Promise<void> {
    const mine = ++turns.read;
    const example = examples[open];
    if (example === undefined) return reader.replaceChildren();
    reader.setAttribute("aria-busy", "true");
    const shown = await texts.read(example.text).then(
      (text) => ExampleReader(example, text, {...options, cluster: chosen.cluster}),
      (error: Error) => Element("p", "note note-failed", `This pair can't be read: ${error.message}`)
    );
    if (mine !== turns.read) return;
    reader.replaceChildren(shown);
    reader.removeAttribute("aria-busy");
  }

  void load();
  return root;
}

function List(examples: readonly Example[], open: number, choose: (place: number) => void): HTMLElement {
  const list = Element("ol", "candidate-list");
  for (const [place, example] of examples.entries()) {
    const {rank, similarity, source, attribute, in_cluster} = example;
    const about = `${count(rank)}. ${source}${in_cluster ? ", hit" : ""}`;
    const button = Element(
      "button",
      "",
      Element("span", in_cluster ? "score hit" : "score", similarity.toFixed(2)),
      Element("span", "query", InlineText(attribute)),
      Element("span", ""),
      Element("small", "muted", InlineText(about))
    );
    button.title = "cosine of this response attribute to the crux";
    button.setAttribute("aria-current", String(place === open));
    button.addEventListener("click", () => choose(place));
    list.append(Element("li", "", button));
  }
  return list;
}

interface ReaderOptions extends ExampleBrowserOptions {
  cluster: number | null;
}

function ExampleReader(
  {rank, similarity, source, attribute, in_cluster, query_attributes, query_clusters}: Example,
  {query, response, file, line}: Row<"example_texts">,
  {cluster, trigger}: ReaderOptions
): HTMLElement {
  const attributes = Element("ul", "");
  for (const [i, each] of query_attributes.entries()) {
    const isTriggers = query_clusters[i] === cluster;
    attributes.append(
      Element(
        "li",
        isTriggers ? "" : "muted",
        isTriggers ? Marked(each, [each]) : InlineText(each),
        ...ClusterLabel(query_clusters[i])
      )
    );
  }
  const verdict = in_cluster
    ? `A hit: the query has an attribute in the trigger's cluster (${visible(trigger ?? "")}).`
    : "No hit: no attribute of the query is in the trigger's cluster.";
  return Element(
    "article",
    "example",
    Element(
      "p",
      "",
      Element("strong", "", InlineText(source)),
      ` ${rank === 1 ? "most alike" : `number ${count(rank)} by likeness`}, cosine ${similarity.toFixed(3)}`
    ),
    Element("p", "", "Its response attribute: ", Marked(attribute, [attribute])),
    Element("p", in_cluster ? "" : "muted", verdict),
    Element("h3", "", "Query"),
    TextBlock(query),
    Element("h3", "", "Response"),
    TextBlock(response),
    Element("h3", "", "Attributes of the query, and their clusters"),
    query_attributes.length === 0 ? Element("p", "muted", "None are kept.") : attributes,
    Element("p", "muted", InlineText(`${file}, row ${count(line)}`))
  );
}

const ClusterLabel = (cluster: number | undefined): (Node | string)[] =>
  cluster === undefined ? [] : [" ", Element("span", "label", `cluster ${cluster}`)];

function Filters(sources: readonly string[], onChange: (change: {source?: string; onlyHits?: boolean}) => void) {
  const select = document.createElement("select");
  select.name = "source";
  select.append(new Option("all chunks", ""), ...sources.map((source) => new Option(visible(source), source)));
  select.addEventListener("change", () => onChange({source: select.value}));
  const hits = Object.assign(document.createElement("input"), {type: "checkbox", name: "hits"});
  hits.addEventListener("change", () => onChange({onlyHits: hits.checked}));
  return Element("div", "toolbar", Element("label", "", "chunk ", select), Element("label", "", hits, " hits only"));
}

function Button(name: string, act: () => void): HTMLButtonElement {
  const button = Element("button", "", name) as HTMLButtonElement;
  button.type = "button";
  button.addEventListener("click", act);
  return button;
}
