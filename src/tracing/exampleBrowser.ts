import type {Row} from "../shared/schema.js";
import {Select} from "../ui/controls.js";
import type {Database} from "../ui/database.js";
import {EntryList} from "../ui/entryList.js";
import {count, decimal} from "../ui/format.js";
import {ListReader, type Go, type ListControls, type ListView} from "../ui/listReader.js";
import type {RowStore} from "../ui/parquetRows.js";
import {Element, InlineText} from "../ui/text.js";
import {ExampleReader} from "./exampleReader.js";
import {exampleRow, exampleRows, type ChosenCrux, type ExampleFilter} from "./traceQueries.js";

const pageSize = 12;

interface ExampleView extends ListView, ExampleFilter {}

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
  {sources, trigger}: ExampleBrowserOptions
): HTMLElement {
  return ListReader<ExampleView, Row<"examples">>({
    noun: "retrieved pair",
    className: "examples",
    pageSize,
    view: {source: "", onlyHits: false, page: 0, open: null},
    controls: (go) => Controls(sources, go),
    rows: (view) => exampleRows(db, chosen, {...view, pageSize}),
    idOf: ({rank}) => rank,
    list: List,
    read: async (rank) => {
      const example = await exampleRow(db, chosen, rank);
      return ExampleReader(example, await texts.read(example.text), {cluster: chosen.cluster, trigger});
    }
  });
}

const List = (examples: readonly Row<"examples">[], open: number | null, choose: (rank: number) => void): HTMLElement =>
  EntryList(
    examples.map(({rank, similarity, source, attribute, in_cluster: isHit}) => ({
      id: rank,
      number: decimal(similarity),
      numberClass: isHit ? "hit" : "",
      text: InlineText(attribute),
      about: InlineText(`${count(rank)}. ${source}${isHit ? ", hit" : ""}`),
      title: "cosine of this response attribute to the crux"
    })),
    {kind: "pair", open, choose}
  );

function Controls(sources: readonly string[], go: Go<ExampleView>): ListControls<ExampleView> {
  const filter = (change: Partial<ExampleView>) => go({...change, page: 0, open: null}, {replace: true});
  const source = Select("source", sources, {all: "all chunks", onChange: (source) => filter({source})});
  const hits = Object.assign(document.createElement("input"), {type: "checkbox", name: "hits"});
  hits.addEventListener("change", () => filter({onlyHits: hits.checked}));
  const fields = [Element("label", "", "chunk ", source), Element("label", "", hits, " hits only")];
  return {
    elements: [Element("div", "toolbar", ...fields)],
    show(view) {
      source.value = view.source;
      hits.checked = view.onlyHits;
    }
  };
}
