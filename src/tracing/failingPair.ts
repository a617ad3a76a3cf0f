import type {Row} from "../shared/schema.js";
import {FindingLink} from "../findings/findingLink.js";
import {shownModel} from "../ui/modelName.js";
import {Element, InlineText, TextBlock} from "../ui/text.js";
import {Marked} from "./marked.js";

type Texts = Pick<Row<"trace_texts">, "query" | "response"> & {
  query_attributes: readonly string[];
  query_clusters: readonly number[];
};

/** The failing query with its attributes, the trigger marked, beside the response. */
export function FailingPair({trigger}: Row<"traces">, pair: Texts): HTMLElement {
  const attributes = pair.query_attributes.map((attribute, i) =>
    Element(
      "li",
      "",
      attribute === trigger ? Marked(attribute, [attribute]) : InlineText(attribute),
      " ",
      Element("span", "label", `cluster ${pair.query_clusters[i]}`)
    )
  );
  const list = Element("ul", "attribute-list", ...attributes);
  return Element(
    "div",
    "pair",
    Element("div", "", Element("h4", "", "Query"), TextBlock(pair.query), list),
    Element("div", "", Element("h4", "", "Response"), TextBlock(pair.response))
  );
}

/** Where a traced exchange comes from, and how it was traced. */
export function TraceSource({rubric, polarity, model, finding, made_by, chooser, index}: Row<"traces">): HTMLElement {
  const origin = made_by === "step" ? "a candidate of the search" : "a pasted exchange";
  const parts = [
    `rubric ${rubric}${polarity === "satisfy" ? ", traced for why it is satisfied" : ""}`,
    ...(model === null ? [] : [`answered by ${shownModel(model)}`]),
    ...(finding === null ? [origin] : []),
    chooser === "local" ? "crux chosen by rules, no model judged" : `crux chosen by ${shownModel(chooser)}`,
    `index ${index}`
  ];
  const link = finding === null ? [] : ["Finding ", FindingLink(finding, InlineText(finding)), "; "];
  return Element("p", "muted", ...link, InlineText(parts.join("; ")));
}
