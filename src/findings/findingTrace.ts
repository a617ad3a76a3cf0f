import {ExampleReader} from "../tracing/exampleReader.js";
import {TraceSentence} from "../tracing/traceSentence.js";
import {traceAddress} from "../tracing/traceView.js";
import type {Row} from "../shared/schema.js";
import {ascending, descending, inOrder} from "../ui/order.js";
import {plural} from "../ui/format.js";
import {Link} from "../ui/labels.js";
import type {RowStore} from "../ui/parquetRows.js";
import {isPageHere} from "../ui/sitePages.js";
import {Element} from "../ui/text.js";

export interface TraceTables {
  cruxes: readonly Row<"cruxes">[];
  examples: readonly Row<"examples">[];
  texts: RowStore<Row<"example_texts">>;
}

const pairsShown = 3;

/** What taught a finding: the sentence of its trace, and the training pairs that show it best. */
export async function FindingTrace(trace: Row<"traces">, tables: TraceTables): Promise<HTMLElement> {
  const box = Element("div", "", TraceSentence(trace));
  const examples = bestExamples(trace, tables);
  if (examples.length > 0)
    box.append(Element("h3", "", `${plural(examples.length, "training pair")} that it was retrieved with`));
  for (const example of examples) {
    const text = await tables.texts.read(example.text);
    const shown = ExampleReader(example, text, {cluster: trace.cluster, trigger: trace.trigger});
    box.append(Element("div", "reader training-pair", shown));
  }
  if (isPageHere("tracing"))
    box.append(Element("p", "", Link(`../tracing${traceAddress(trace.id)}`, "The whole trace: cruxes, hits, chunks")));
  return box;
}

/** Of the best crux: pairs with the trigger first, the most similar first. */
function bestExamples({id, crux}: Row<"traces">, {cruxes, examples}: TraceTables): Row<"examples">[] {
  const best = cruxes.find(({trace, attribute, chosen}) => trace === id && attribute === crux && chosen !== null);
  if (best === undefined) return [];
  return examples
    .filter((example) => example.trace === id && example.crux === best.chosen)
    .sort(
      inOrder(
        descending(({in_cluster: isHit}) => Number(isHit)),
        ascending("rank")
      )
    )
    .slice(0, pairsShown)
    .map((example) => ({
      ...example,
      query_attributes: [...example.query_attributes],
      query_clusters: [...example.query_clusters]
    }));
}
