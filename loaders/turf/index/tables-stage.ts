import type {Row} from "../../../src/shared/schema.js";
import {writeTable} from "../../store/tables.js";
import {createRandom, seedOf} from "../../util/random.js";
import type {ClusterCheck} from "./check-stage.js";
import type {Members} from "./clusters-stage.js";
import type {PairSources} from "./corpus-stage.js";
import {noAttribute, readFloat32, readJson, readUint32, slotsPerPair, slotsPerSide, type StoredPair} from "./files.js";
import {LineStore} from "./line-store.js";
import {mapPlaces, type MapOfPoints} from "./map-places.js";
import {pairClusters, type PairClusters} from "./pair-clusters.js";
import type {IndexContext, Stage} from "./parts.js";
import {PhraseTally, type PhraseCount} from "./phrases.js";

const topAttributes = 10; // of a cluster, shown
const typicalKept = 12; // of a chunk
const phrasesKept = 150; // a chunk and side
const pairsForPhrases = 60_000; // a random sample beyond
const charactersKept = 2000; // of a text in corpus_pairs
const charactersOfRow = 300; // of a text in corpus_rows
const maxPairBytes = 24e6; // of texts that a browser is given

/** Writes the tables that pages read (src/lib/turfTables.ts). */
export const tablesStage: Stage = {
  name: "tables",
  dependsOn: () => "tables 3",
  async run(context) {
    const {name, files, manifest} = context;
    const sources = readJson<PairSources>(files.sources);
    const slots = readUint32(files.slots);
    const clusters = pairClusters(slots, readUint32(files.assignment), manifest.clusters);
    const byChunk = clusterChunks(clusters, sources, manifest.clusters);
    const summaries = new LineStore<string>(files.summaries);
    const scan = await scanPairs(context, sources);
    const owner = {index: name};
    const {method, places} = await mapOf(context);
    manifest.map = method;
    await writeTable(owner, "corpus_clusters", clusterRows(context, clusters, byChunk, sources, places));
    await writeTable(owner, "corpus_cluster_chunks", clusterChunkRows(clusters, byChunk, sources, manifest.pairs));
    await writeTable(owner, "corpus_phrases", phraseRows(scan.phrases, sources));
    await writeTable(owner, "corpus_pairs", pairRows(context, scan.bytes));
    await writeTable(owner, "corpus_rows", exploreRows(context, clusters));
    await writeTable(owner, "corpus_chunks", chunkRows(context, {clusters, byChunk, sources, slots, summaries, scan}));
    summaries.close();
    manifest.tables = new Date().toISOString();
  }
};

/** counts[cluster * chunks + chunk] = pairs of the chunk whose query has the cluster. */
function clusterChunks({starts, clusters}: PairClusters, {names, of}: PairSources, count: number): Uint32Array {
  const counts = new Uint32Array(count * names.length);
  for (const [pair, source] of of.entries())
    for (let i = starts[pair]!; i < starts[pair + 1]!; i++) counts[clusters[i]! * names.length + source]!++;
  return counts;
}

interface TableScan {
  lengths: {query: number[]; response: number[]}[]; // of a sample of each chunk
  phrases: {query: PhraseCount[]; response: PhraseCount[]};
  bytes: number; // that corpus_pairs would take
}

async function scanPairs(
  {files, manifest, settings, report, signal}: IndexContext,
  sources: PairSources
): Promise<TableScan> {
  const pairs = new LineStore<StoredPair>(files.pairs);
  const random = createRandom(seedOf(settings.seed, "phrases"));
  const share = Math.min(1, pairsForPhrases / manifest.pairs);
  const tallies = {query: new PhraseTally(sources.names.length), response: new PhraseTally(sources.names.length)};
  const lengths = sources.names.map(() => ({query: [] as number[], response: [] as number[]}));
  let bytes = 0;
  let row = 0;
  for (const {query, response} of pairs.all()) {
    const source = sources.of[row]!;
    bytes += Math.min(query.length, charactersKept) + Math.min(response.length, charactersKept);
    if (random() < share) {
      lengths[source]!.query.push(query.length);
      lengths[source]!.response.push(response.length);
      tallies.query.add(query, source);
      tallies.response.add(response, source);
    }
    if (++row % 1000 !== 0) continue;
    signal?.throwIfAborted();
    report({done: row, total: manifest.pairs, what: "pairs"});
    await new Promise((resolve) => setImmediate(resolve));
  }
  pairs.close();
  const phrases = {query: tallies.query.top(phrasesKept), response: tallies.response.top(phrasesKept)};
  return {lengths, phrases, bytes};
}

function mapOf({files, manifest, settings, signal, report}: IndexContext): Promise<MapOfPoints> {
  report({done: 0, total: null, what: "clusters laid out on a map"});
  const centroids = readFloat32(files.centroids);
  return mapPlaces(centroids, centroids.length / manifest.clusters, {seed: settings.seed, signal});
}

function* clusterRows(
  {files, manifest}: IndexContext,
  {pairs}: PairClusters,
  byChunk: Uint32Array,
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
  {pairs}: PairClusters,
  byChunk: Uint32Array,
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

function* phraseRows(phrases: TableScan["phrases"], {names, of}: PairSources): Generator<Row<"corpus_phrases">> {
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

function* exploreRows({files, signal}: IndexContext, {starts, clusters}: PairClusters): Generator<Row<"corpus_rows">> {
  const pairs = new LineStore<StoredPair>(files.pairs);
  let id = 0;
  for (const {source, query, response} of pairs.all()) {
    if (id % 1000 === 0) signal?.throwIfAborted();
    yield {
      ...{id, source, query: query.slice(0, charactersOfRow), response: response.slice(0, charactersOfRow)},
      ...{query_length: query.length, response_length: response.length},
      clusters: Array.from(clusters.subarray(starts[id], starts[++id]))
    };
  }
  pairs.close();
}

interface ChunkParts {
  clusters: PairClusters;
  byChunk: Uint32Array;
  sources: PairSources;
  slots: Uint32Array;
  summaries: LineStore<string>;
  scan: TableScan;
}

function* chunkRows({files, manifest}: IndexContext, parts: ChunkParts): Generator<Row<"corpus_chunks">> {
  const {clusters, byChunk, sources, slots, summaries, scan} = parts;
  const sizes = countOf(sources.of, sources.names.length);
  const responses = new LineStore<string>(files.responses);
  const said = responseCounts(slots, sources, responses.count);
  for (const [chunk, source] of sources.names.entries()) {
    const ofChunk = (counts: Uint32Array, i: number) => counts[i * sources.names.length + chunk]!;
    const typical = standOut(manifest.clusters, manifest.pairs, sizes[chunk]!, (i) => ({
      here: ofChunk(byChunk, i),
      all: clusters.pairs[i]!
    }));
    const typicalResponses = standOut(responses.count, manifest.pairs, sizes[chunk]!, (i) => ({
      here: ofChunk(said.byChunk, i),
      all: said.all[i]!
    }));
    yield {
      source,
      rows: manifest.sources.find((each) => each.source === source)?.rows ?? sizes[chunk]!,
      pairs: sizes[chunk]!,
      share: sizes[chunk]! / manifest.pairs,
      query_length: median(scan.lengths[chunk]!.query),
      response_length: median(scan.lengths[chunk]!.response),
      typical: typical.map((i) => summaries.get(i)),
      typical_responses: typicalResponses.map((i) => responses.get(i))
    };
  }
  responses.close();
}

function responseCounts(slots: Uint32Array, {names, of}: PairSources, distinct: number) {
  const byChunk = new Uint32Array(distinct * names.length);
  const all = new Uint32Array(distinct);
  for (const [pair, source] of of.entries())
    for (let slot = slotsPerSide; slot < slotsPerPair; slot++) {
      const id = slots[pair * slotsPerPair + slot]!;
      if (id === noAttribute) break;
      byChunk[id * names.length + source]!++;
      all[id]!++;
    }
  return {byChunk, all};
}

/** What a chunk has most over what the corpus would give it: the things with the largest (here - expected) / sd. */
function standOut(
  count: number,
  total: number,
  size: number,
  countsOf: (i: number) => {here: number; all: number}
): number[] {
  const scored: {i: number; score: number}[] = [];
  for (let i = 0; i < count; i++) {
    const {here, all} = countsOf(i);
    const expected = (all * size) / total;
    if (here > expected) scored.push({i, score: (here - expected) / Math.sqrt(expected + 1)});
  }
  return scored
    .sort((a, b) => b.score - a.score || a.i - b.i)
    .slice(0, typicalKept)
    .map(({i}) => i);
}

function median(values: number[]): number {
  if (values.length === 0) return 0;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
