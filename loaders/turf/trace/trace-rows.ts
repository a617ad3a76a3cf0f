import type {Row} from "../../../src/shared/schema.js";
import type {TurfIndex} from "../index/turf-index.js";
import {hasCluster} from "./chunk-shares.js";
import {exampleCandidates} from "./examples.js";
import type {ClusterEvidence} from "./evidence.js";
import {sentenceOf} from "./sentence.js";
import type {CruxResult, Trace, TracedCrux} from "./trace.js";
import type {TraceTables} from "./trace-tables.js";

const queryShown = 300; // characters in the slim table
const runnersUp = 15; // clusters a crux that the failing query does not have
const topAttributes = 10;

/** What made a trace: a study's step, or the command. */
export type TraceMaker = Row<"traces">["made_by"];

/** Adds the rows of a trace. */
export function addTrace(tables: TraceTables, index: TurfIndex, trace: Trace, madeBy: TraceMaker): void {
  const id = tables.traces.length;
  tables.traces.push({...traceRow(index, trace, id), made_by: madeBy});
  tables.trace_texts.push({
    id,
    query: trace.exchange.query,
    response: trace.exchange.response,
    query_attributes: trace.queryAttributes.map(({attribute}) => attribute),
    query_clusters: trace.queryAttributes.map(({cluster}) => cluster)
  });
  for (const crux of trace.cruxes) {
    tables.cruxes.push(cruxRow(crux, id));
    if (crux.traced === null) continue;
    const place = {trace: id, crux: crux.chosen!};
    for (const row of hitRows(index, trace, crux.traced)) {
      tables.hits.push({...place, ...row});
      addCluster(tables, index, row.cluster);
    }
    for (const {inCluster, ...share} of crux.traced.chunks)
      if (share.retrieved > 0) tables.chunks.push({...place, ...share, in_cluster: inCluster});
    addExamples(tables, index, crux.traced, place);
  }
}

const noEvidence = {hits: null, pairs: null, expected: null, lift: null, z: null, p: null, q: null};

const evidenceOf = ({hits, pairs, expected, lift, z, p, q}: ClusterEvidence) => ({
  hits,
  pairs,
  expected,
  lift,
  z,
  p,
  q
});

function answerOf(traced: TracedCrux | null | undefined) {
  if (!traced || traced.trigger === null) return {trigger: null, cluster: null, ...noEvidence, strength: null};
  const {attribute, cluster} = traced.trigger;
  return {trigger: attribute, cluster, ...evidenceOf(traced.evidence[cluster]!), strength: traced.strength};
}

function traceRow({name, summary}: TurfIndex, trace: Trace, id: number): Omit<Row<"traces">, "made_by"> {
  const {exchange, settings, best, chooser, reason} = trace;
  const traced = best?.traced ?? null;
  const chunk = traced?.chunks[0];
  const answer = answerOf(traced);
  return {
    id,
    finding: exchange.finding,
    rubric: exchange.rubric?.name ?? "",
    model: exchange.model,
    index: name,
    polarity: settings.polarity,
    status: traced === null ? "untraced" : "traced",
    reason,
    chooser,
    query: exchange.query.slice(0, queryShown),
    crux: best?.attribute ?? null,
    ...answer,
    summary: answer.cluster === null ? null : summary(answer.cluster),
    literal_trigger: traced?.literal?.attribute ?? null,
    literal_hits: traced?.literal ? traced.evidence[traced.literal.cluster]!.hits : null,
    literal_expected: traced?.literal ? traced.evidence[traced.literal.cluster]!.expected : null,
    k: settings.k,
    candidates: traced?.candidates.length ?? null,
    lacks: traced?.lacks == null ? null : summary(traced.lacks),
    source: chunk?.source ?? null,
    source_share: chunk?.share ?? null,
    source_base: chunk?.base ?? null,
    sentence: sentenceOf(trace, summary)
  };
}

const cruxRow = (
  {slot, attribute, chosen, setAside, commonness, traced}: CruxResult,
  trace: number
): Row<"cruxes"> => ({
  ...{trace, slot, attribute, chosen, set_aside: setAside, commonness},
  candidates: traced?.candidates.length ?? null,
  ...answerOf(traced)
});

type TraceHitRow = Omit<Row<"hits">, "trace" | "crux">;

/** The clusters of the failing query, and the runners-up that it does not have, farthest above chance first. */
function hitRows(index: TurfIndex, {queryAttributes}: Trace, {evidence}: TracedCrux): TraceHitRow[] {
  const own = new Map(
    queryAttributes.map(({attribute, cluster}) => [cluster, attribute]).reverse() as [number, string][]
  );
  const sorted = evidence.filter(({hits, cluster}) => hits > 0 || own.has(cluster)).sort(byScore);
  const others = new Set(sorted.filter(({cluster}) => !own.has(cluster)).slice(0, runnersUp));
  return sorted.flatMap((each, i): TraceHitRow[] => {
    if (!own.has(each.cluster) && !others.has(each)) return [];
    const attribute = own.get(each.cluster) ?? null;
    return [{cluster: each.cluster, rank: i + 1, attribute, summary: index.summary(each.cluster), ...evidenceOf(each)}];
  });
}

const byScore = (a: ClusterEvidence, b: ClusterEvidence): number => b.z - a.z || a.cluster - b.cluster;

function addCluster(tables: TraceTables, index: TurfIndex, id: number): void {
  if (tables.clusters.some((row) => row.id === id && row.index === index.name)) return;
  const {size, nearest} = index.members(id);
  const pairs = index.pairClusters.pairs[id]!;
  tables.clusters.push({
    id,
    index: index.name,
    summary: index.summary(id),
    size,
    pairs,
    base: pairs / index.pairCount,
    top_attributes: nearest.slice(0, topAttributes).map((each) => index.queryText(each))
  });
}

function addExamples(
  tables: TraceTables,
  index: TurfIndex,
  traced: TracedCrux,
  place: {trace: number; crux: number}
): void {
  for (const [i, {pair, attribute, cosine}] of exampleCandidates(index, traced).entries()) {
    const cluster = traced.trigger?.cluster ?? null;
    const own = index
      .queryAttributes(pair)
      .toSorted((a, b) => Number(b.cluster === cluster) - Number(a.cluster === cluster));
    tables.examples.push({
      ...place,
      rank: i + 1,
      text: addText(tables, index, pair),
      pair,
      source: index.pair(pair).source,
      similarity: cosine,
      attribute: index.responseText(attribute),
      in_cluster: cluster !== null && hasCluster(index, pair, cluster),
      query_attributes: own.map(({text}) => text),
      query_clusters: own.map((each) => each.cluster)
    });
  }
}

const textIds = new WeakMap<TraceTables, Map<string, number>>();

/** The row of example_texts of a pair: each pair is kept once. */
function addText(tables: TraceTables, index: TurfIndex, pair: number): number {
  const ids = textIds.get(tables) ?? new Map<string, number>();
  textIds.set(tables, ids);
  const key = `${index.name} ${pair}`;
  const known = ids.get(key);
  if (known !== undefined) return known;
  const {query, response, file, line} = index.pair(pair);
  const id = tables.example_texts.length;
  tables.example_texts.push({id, query, response, file, line});
  ids.set(key, id);
  return id;
}
