import {printWhere} from "../explore/printWhere.js";
import {selectionAddress} from "../explore/selectionAddress.js";
import type {Row} from "../shared/schema.js";
import {Figure} from "../ui/figure.js";
import {count, percent, plural} from "../ui/format.js";
import {Link} from "../ui/labels.js";
import {Element, InlineText} from "../ui/text.js";
import {ClusterByChunk} from "./corpusCharts.js";
import type {ClusterRow} from "./corpusQueries.js";

const maxAttributes = 25;
const maxChunks = 16;

/** One cluster in full: its summary and how well that fits, the attributes nearest to its centre, its chunks. */
export function ClusterReader(
  cluster: ClusterRow,
  chunks: readonly Row<"corpus_cluster_chunks">[],
  top: readonly string[]
): HTMLElement {
  const {id, summary, size, pairs, base} = cluster;
  const ofCorpus = `${plural(pairs, "training pair")}, ${percent(base)} of the corpus`;
  return Element(
    "article",
    "cluster",
    Element("p", "", Element("strong", "", `Cluster ${id}: `), InlineText(summary)),
    Element("p", "muted", `${plural(size, "distinct attribute")}; ${ofCorpus}. ${checkOf(cluster)}`),
    ...(pairs === 0 ? [] : [Element("p", "", ExplorePairs(id), ".")]),
    Element("h3", "", "Attributes nearest to its centre"),
    top.length === 0 ? Element("p", "muted", "None are kept.") : Attributes(top),
    Element("h3", "", "By chunk"),
    ...(chunks.length === 0 ? [Element("p", "muted", "No pair has it.")] : Chunks(cluster, chunks))
  );
}

/** A link to the pairs of a cluster, on the page Explore of the index. */
function ExplorePairs(id: number): HTMLElement {
  const where = printWhere({op: "has", column: "clusters", value: String(id)});
  return Link(`./explore${selectionAddress.write({where})}`, "Explore its training pairs");
}

function checkOf({checked, accepted}: ClusterRow): string {
  if (checked === 0) return "Its summary was not checked against held-out members.";
  const share = `${count(accepted)} of ${count(checked)} held-out members (${percent(accepted / checked)})`;
  return `A judge accepted the summary for ${share}.`;
}

const Attributes = (top: readonly string[]): HTMLElement =>
  Element("ul", "", ...top.slice(0, maxAttributes).map((attribute) => Element("li", "", InlineText(attribute))));

const Chunks = ({id, base}: ClusterRow, chunks: readonly Row<"corpus_cluster_chunks">[]): HTMLElement[] => [
  Figure(ClusterByChunk(chunks.slice(0, maxChunks), {base, width: 420}), {
    name: `cluster-${id}-chunks`,
    rows: [...chunks]
  }),
  Element("p", "muted", `Dashed: the whole corpus, ${percent(base)}. The number at the end of a line is the ratio.`)
];
