import type {Row} from "../../../src/shared/schema.js";
import {writeTable} from "../../store/tables.js";
import type {ClusterCheck} from "./check-stage.js";
import type {Members} from "./cluster-members.js";
import type {PairSources} from "./corpus-stage.js";
import {readFloat32, readJson, readUint32, type Range, type StoredPair} from "./files.js";
import {LineStore} from "./line-store.js";
import {StandOut, typicalOf} from "./stand-out.js";
import {charactersKept, scanTexts, TextScan, type PhrasesOfSides} from "./text-scan.js";
import {mapPlaces, type MapOfPoints} from "./map-places.js";
import {pairClusters, type PairClusters} from "./pair-clusters.js";
import type {IndexContext, Stage} from "./parts.js";

const topAttributes = 10; // of a cluster, shown
const charactersOfRow = 300; // of a text in corpus_rows
const maxPairBytes = 24e6; // of texts that a browser is given

/** Writes the tables that pages read (src/lib/turfTables.ts). */
export const tablesStage: Stage = {
  name: "tables",
  dependsOn: () => "tables 3",
  async run(context) {
    const {files, manifest} = context;
    const sources = readJson<PairSources>(files.sources);
    const slots = readUint32(files.slots);
    const all = {from: 0, to: manifest.pairs};
    const clusters = pairClusters(slots, readUint32(files.assignment), manifest.clusters);
    const scan = new TextScan(sources.names.length);
    for await (const text of scanTexts(context, sources, all)) scan.add(text);
    const byChunk = clusterChunks(clusters, sources, manifest.clusters);
    const typicalResponses = typicalOf(slots, sources, manifest);
    await writeTables(context, sources, {pairs: clusters.pairs, byChunk, scan, typicalResponses});
    await writeTable({index: context.name}, "corpus_rows", exploreRows(context, clusters, all));
  }
};

/** What the tables are made from besides the clusters: sums over all pairs. */
export interface TableSums {
  pairs: Uint32Array; // of each cluster, how many pairs have it
  byChunk: Uint32Array; // the same of the pairs of each chunk: [cluster * chunks + chunk]
  scan: TextScan;
  typicalResponses: number[][]; // of each chunk, the response attributes that stand out
}

/** Writes all tables but corpus_rows, which has a row for every pair. */
export async function writeTables(context: IndexContext, sources: PairSources, sums: TableSums): Promise<void> {
  const {name, manifest} = context;
  const owner = {index: name};
  const {method, places} = await mapOf(context);
  manifest.map = method;
  await writeTable(owner, "corpus_clusters", clusterRows(context, sums, sources, places));
  await writeTable(owner, "corpus_cluster_chunks", clusterChunkRows(sums, sources, manifest.pairs));
  await writeTable(owner, "corpus_phrases", phraseRows(sums.scan.phrases(), sources));
  await writeTable(owner, "corpus_pairs", pairRows(context, sums.scan.bytes));
  await writeTable(owner, "corpus_chunks", chunkRows(context, sums, sources));
  manifest.tables = new Date().toISOString();
}

/** counts[cluster * chunks + chunk] = pairs of the chunk whose query has the cluster; pairs begin at `first`. */
export function clusterChunks(
  {starts, clusters}: PairClusters,
  {names, of}: PairSources,
  count: number,
  first = 0
): Uint32Array {
  const counts = new Uint32Array(count * names.length);
  for (let pair = 0; pair + 1 < starts.length; pair++)
    for (let i = starts[pair]!; i < starts[pair + 1]!; i++) counts[clusters[i]! * names.length + of[first + pair]!]!++;
  return counts;
}

function mapOf({files, manifest, settings, signal, report}: IndexContext): Promise<MapOfPoints> {
  report({done: 0, total: null, what: "clusters laid out on a map"});
  const centroids = readFloat32(files.centroids);
  return mapPlaces(centroids, centroids.length / manifest.clusters, {seed: settings.seed, signal});
}

function* clusterRows(
  {files, manifest}: IndexContext,
  {pairs, byChunk}: TableSums,
  {names}: PairSources,
  places: MapOfPoints["places"]
): Generator<Row<"corpus_clusters">> {
  const stores = {
    members: new LineStore<Members>(files.nearest),
    texts: new LineStore<string>(files.queries),
    summaries: new LineStore<string>(files.summaries),
    checks: new LineStore<ClusterCheck>(files.checks)
  };
  for (let id = 0; id < manifest.clusters; id++) {
    const {size, nearest} = stores.members.get(id);
    const counts = byChunk.subarray(id * names.length, (id + 1) * names.length);
    const top = counts.indexOf(counts.reduce((a, b) => Math.max(a, b), 0));
    const {asked, accepted} = stores.checks.get(id);
    const inAll = pairs[id]!;
    yield {
      id,
      summary: stores.summaries.get(id),
      size,
      pairs: inAll,
      base: inAll / manifest.pairs,
      source: inAll === 0 ? null : names[top]!,
      purity: inAll === 0 ? null : counts[top]! / inAll,
      checked: asked,
      accepted,
      ...places[id]!,
      top_attributes: nearest.slice(0, topAttributes).map((each) => stores.texts.get(each))
    };
  }
  for (const store of Object.values(stores)) store.close();
}

function* clusterChunkRows(
  {pairs, byChunk}: TableSums,
  {names, of}: PairSources,
  total: number
): Generator<Row<"corpus_cluster_chunks">> {
  const sizes = countOf(of, names.length);
  for (const [at, count] of byChunk.entries()) {
    if (count === 0) continue;
    const cluster = Math.floor(at / names.length);
    const chunk = at % names.length;
    const share = count / sizes[chunk]!;
    yield {cluster, source: names[chunk]!, pairs: count, share, lift: share / (pairs[cluster]! / total)};
  }
}

function countOf(values: readonly number[], kinds: number): number[] {
  const counts = new Array<number>(kinds).fill(0);
  for (const value of values) counts[value]!++;
  return counts;
}

function* phraseRows(phrases: PhrasesOfSides, {names, of}: PairSources): Generator<Row<"corpus_phrases">> {
  const sizes = countOf(of, names.length);
  for (const side of ["query", "response"] as const)
    for (const {phrase, chunk, count, total, z} of phrases[side])
      yield {
        phrase,
        side,
        source: names[chunk]!,
        count,
        total,
        share: Math.min(1, count / sizes[chunk]!),
        concentration: count / total,
        z
      };
}

function* pairRows({files}: IndexContext, bytes: number): Generator<Row<"corpus_pairs">> {
  if (bytes > maxPairBytes) return;
  const pairs = new LineStore<StoredPair>(files.pairs);
  let id = 0;
  for (const {source, query, response} of pairs.all())
    yield {id: id++, source, query: query.slice(0, charactersKept), response: response.slice(0, charactersKept)};
  pairs.close();
}

/** Rows of corpus_rows for a range of pairs, whose clusters are given. */
export function* exploreRows(
  {files, signal}: Pick<IndexContext, "files" | "signal">,
  {starts, clusters}: PairClusters,
  range: Range
): Generator<Row<"corpus_rows">> {
  const pairs = new LineStore<StoredPair>(files.pairs);
  let at = 0;
  for (const {source, query, response} of pairs.all(range)) {
    if (at % 1000 === 0) signal?.throwIfAborted();
    const id = range.from + at;
    yield {
      ...{id, source, query: query.slice(0, charactersOfRow), response: response.slice(0, charactersOfRow)},
      ...{query_length: query.length, response_length: response.length},
      clusters: Array.from(clusters.subarray(starts[at], starts[++at]))
    };
  }
  pairs.close();
}

function* chunkRows(
  {files, manifest}: IndexContext,
  {pairs, byChunk, scan, typicalResponses}: TableSums,
  {names, of}: PairSources
): Generator<Row<"corpus_chunks">> {
  const sizes = countOf(of, names.length);
  const summaries = new LineStore<string>(files.summaries);
  const responses = new LineStore<string>(files.responses);
  for (const [chunk, source] of names.entries()) {
    const clusters = new StandOut(sizes[chunk]!, manifest.pairs);
    for (let i = 0; i < manifest.clusters; i++) clusters.add(i, byChunk[i * names.length + chunk]!, pairs[i]!);
    yield {
      source,
      rows: manifest.sources.find((each) => each.source === source)?.rows ?? sizes[chunk]!,
      pairs: sizes[chunk]!,
      share: sizes[chunk]! / manifest.pairs,
      query_length: median(scan.lengths[chunk]!.query),
      response_length: median(scan.lengths[chunk]!.response),
      typical: clusters.top().map(({i}) => summaries.get(i)),
      typical_responses: typicalResponses[chunk]!.map((i) => responses.get(i))
    };
  }
  summaries.close();
  responses.close();
}

function median(values: number[]): number {
  if (values.length === 0) return 0;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
