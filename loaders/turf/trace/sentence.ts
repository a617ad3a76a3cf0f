import type {ChunkShare} from "./chunk-shares.js";
import type {Trace, TracedCrux} from "./trace.js";
import type {QueryAttribute} from "./trigger.js";

/** "When the model sees [trigger], it [crux], causing [violation]": the answer of a trace, with what it is worth. */
export function sentenceOf(trace: Trace, summary: (cluster: number) => string): string {
  const {settings, best, reason} = trace;
  const {rubric} = trace.exchange;
  const traced = best?.traced;
  if (best === null || !traced || traced.trigger === null)
    return `Nothing was traced: ${reason ?? "the query has no attributes"}.`;
  const {lift} = traced.evidence[traced.trigger.cluster]!;
  const crux = verbOf(best.attribute, "response");
  const counts = countsOf(traced, traced.trigger.cluster);
  const sees = triggerOf(traced.trigger, summary);
  if (traced.strength === "not established")
    return (
      `Not established: no attribute of the query beats chance for a response that ${crux} (best: ${sees}; ` +
      `${counts}).${lackingOf(traced, summary)}`
    );
  const outcome =
    rubric === null
      ? ""
      : settings.polarity === "violate"
        ? `, causing a violation of ${rubric.name}`
        : `, as ${rubric.name} asks`;
  const times = lift === null ? "" : `, ${lift.toFixed(1)} times`;
  return (
    `When the model sees a query that ${sees}, its response ${crux}${outcome} (${counts}${times}; ` +
    `${traced.strength}).${lackingOf(traced, summary)}`
  );
}

/** The trigger, and what its cluster is called where that is something else: the hits are those of the cluster. */
function triggerOf({attribute, cluster}: QueryAttribute, summary: (cluster: number) => string): string {
  const [own, called] = [attribute, summary(cluster)].map((each) => verbOf(each, "query"));
  return own === called ? own! : `${own} (cluster: ${called})`;
}

const countsOf = ({evidence, candidates}: Pick<TracedCrux, "evidence" | "candidates">, cluster: number): string =>
  `${evidence[cluster]!.hits} of ${candidates.length} hits, ${Math.round(evidence[cluster]!.expected)} ` +
  "expected by chance";

/**
 * What the training queries of such responses have and this one lacks; and that the chunk explains it, where one does.
 */
function lackingOf({lacks, chunks: [chunk], ...traced}: TracedCrux, summary: (cluster: number) => string): string {
  if (lacks === null) return "";
  const what = `this one lacks: ${verbOf(summary(lacks), "query")} (${countsOf(traced, lacks)}).`;
  return chunk !== undefined && leads(chunk)
    ? ` No feature of this query explains most of it; the chunk does: ${chunk.source} gives ` +
        `${percent(chunk.share)} of the retrieved training pairs and ${percent(chunk.base)} of the corpus. ` +
        `What its queries have and ${what}`
    : ` No feature of this query explains most of it. What the training queries of such responses have and ${what}`;
}

const leads = ({share, lift}: ChunkShare): boolean => share >= 0.8 && (lift ?? 0) >= 2;

const percent = (share: number): string => `${Math.round(100 * share)}%`;

/** An attribute without its head and full stop, for use inside a sentence. */
const verbOf = (attribute: string, side: "query" | "response"): string =>
  attribute
    .replaceAll(/\s+/g, " ")
    .trim()
    .replace(new RegExp(`^the ${side}\\s+`, "i"), "")
    .replace(/\.$/, "");
