import type {Row} from "../shared/schema.js";
import {count, decimal} from "../ui/format.js";
import {Element, InlineText, TextBlock} from "../ui/text.js";
import {visible} from "../ui/visible.js";
import {Marked} from "./marked.js";

/** The trigger whose cluster makes a pair a hit. */
export interface TriggerCluster {
  cluster: number | null;
  trigger: string | null;
}

/** One retrieved training pair in full, with what makes it a hit. */
export function ExampleReader(
  example: Row<"examples">,
  {query, response, file, line}: Row<"example_texts">,
  trigger: TriggerCluster
): HTMLElement {
  const {rank, similarity, source, attribute} = example;
  const place = rank === 1 ? "the closest" : `number ${count(rank)} by similarity`;
  return Element(
    "article",
    "example",
    Element("p", "", Element("strong", "", InlineText(source)), ` ${place}, cosine ${decimal(similarity, 3)}`),
    Element("p", "", "Its response attribute: ", Marked(attribute, [attribute])),
    Verdict(example, trigger),
    Element("h3", "", "Query"),
    TextBlock(query),
    Element("h3", "", "Response"),
    TextBlock(response),
    Element("h3", "", "Attributes of the query and their clusters"),
    Attributes(example, trigger),
    Element("p", "muted", InlineText(`${file}, row ${count(line)}`))
  );
}

const Verdict = ({in_cluster: isHit}: Row<"examples">, {trigger}: TriggerCluster): HTMLElement =>
  isHit
    ? Element("p", "", `A hit: the query has an attribute in the trigger's cluster (${visible(trigger ?? "")}).`)
    : Element("p", "muted", "Not a hit: no attribute of the query is in the trigger's cluster.");

function Attributes(
  {query_attributes: attributes, query_clusters: clusters}: Row<"examples">,
  {cluster}: TriggerCluster
) {
  if (attributes.length === 0) return Element("p", "muted", "None are kept.");
  return Element(
    "ul",
    "",
    ...attributes.map((attribute, i) =>
      clusters[i] === cluster
        ? Element("li", "", Marked(attribute, [attribute]), ...ClusterLabel(clusters[i]))
        : Element("li", "muted", InlineText(attribute), ...ClusterLabel(clusters[i]))
    )
  );
}

const ClusterLabel = (cluster: number | undefined): (Node | string)[] =>
  cluster === undefined ? [] : [" ", Element("span", "label", `cluster ${cluster}`)];
