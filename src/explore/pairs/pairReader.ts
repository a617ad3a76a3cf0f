import type {Row} from "../../shared/schema.js";
import {Button} from "../../ui/controls.js";
import {count, decimal} from "../../ui/format.js";
import {Element, InlineText, TextBlock} from "../../ui/text.js";
import type {Neighbour} from "./neighbours.js";

export interface PairReaderOptions {
  clusters: readonly {place: number; name: string}[];
  traces: readonly string[]; // whose hits it is among
  near: readonly (Neighbour & {pair: Row<"corpus_rows">})[];
  choose: (cluster: number) => void;
  open: (row: number) => void;
}

/** One training pair in full, with its clusters, the traces it is a hit of, and the pairs most like it. */
export function PairReader(pair: Row<"corpus_rows">, options: PairReaderOptions): HTMLElement {
  const {id, source, query, response, query_length: asked, response_length: answered} = pair;
  return Element(
    "article",
    "training-pair",
    Element("p", "", Element("strong", "", InlineText(source)), Element("span", "muted", ` pair ${count(id)}`)),
    Element("h3", "", "Query"),
    TextBlock(query),
    ...Cut(query, asked),
    Element("h3", "", "Response"),
    TextBlock(response),
    ...Cut(response, answered),
    Element("h3", "", "Clusters of the query"),
    Clusters(options),
    ...(options.traces.length === 0 ? [] : [Element("h3", "", "A hit of"), List(options.traces.map(InlineText))]),
    Element("h3", "", "Nearest pairs"),
    Near(options)
  );
}

const Cut = (text: string, length: number): HTMLElement[] =>
  text.length >= length
    ? []
    : [
        Element("p", "muted", `The first ${count(text.length)} of ${count(length)} characters: the index has the rest.`)
      ];

function Clusters({clusters, choose}: PairReaderOptions): HTMLElement {
  if (clusters.length === 0) return Element("p", "muted", "It is in none.");
  return List(clusters.map(({place, name}) => LinkButton(name, () => choose(place))));
}

function Near({near, open}: PairReaderOptions): HTMLElement {
  if (near.length === 0) return Element("p", "muted", "No other pair shares a cluster with it.");
  return Element(
    "div",
    "",
    Element("p", "muted", "By the clusters that both queries have, rare ones counting more (cosine)."),
    List(
      near.map(({row, similarity, pair: {query, source}}) =>
        Element(
          "span",
          "",
          `${decimal(similarity, 2)} `,
          LinkButton(query.slice(0, 140), () => open(row)),
          Element("span", "muted", " ", InlineText(source))
        )
      )
    )
  );
}

function LinkButton(text: string, act: () => void): HTMLElement {
  const button = Button("", act, {className: "link"});
  button.append(InlineText(text));
  return button;
}

const List = (items: readonly Node[]): HTMLElement =>
  Element("ul", "tight", ...items.map((item) => Element("li", "", item)));
