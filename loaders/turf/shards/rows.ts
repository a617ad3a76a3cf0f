import {join} from "node:path";
import {rowsPerGroup, writeTablePart} from "../../store/tables.js";
import type {PairSources} from "../index/corpus-stage.js";
import {noAttribute, readJson, readUint32, slotsPerPair, slotsPerSide, writeArray, type Range} from "../index/files.js";
import {LineStore, LineStoreWriter} from "../index/line-store.js";
import {pairClusters} from "../index/pair-clusters.js";
import type {IndexContext} from "../index/parts.js";
import {StandOut, topScored, type Scored} from "../index/stand-out.js";
import {clusterChunks, exploreRows, type TableSums} from "../index/tables-stage.js";
import {scanTexts, TextScan, type SampledText} from "../index/text-scan.js";
import {rangeOf, type Shard} from "./divide.js";
import {resultOf} from "./result.js";
import {readSection, SectionWriter} from "./sections.js";

/** What the tables get from a shard of the pairs. */
const rowFiles = (folder: string) => ({
  rows: join(folder, "corpus_rows.part"),
  pairs: join(folder, "pairs.u32"), // of each cluster, how many pairs have it
  byChunk: join(folder, "by-chunk.u32"), // the same of the pairs of each chunk
  sample: join(folder, "sample.jsonl"), // texts whose phrases are counted
  responses: join(folder, "responses") // uses of response attributes by chunk: a section for each range of them
});

export const rowsPart = (folder: string): string => rowFiles(folder).rows;

export interface TalliedRows {
  bytes: number; // that their texts would take in corpus_pairs
}

/** Pairs of a shard: whole groups of rows of a table, so that the parts make the very file of all. */
function pairsOf(pairs: number, shard: Shard): Range {
  const {from, to} = rangeOf(Math.ceil(pairs / rowsPerGroup), shard);
  return {from: Math.min(pairs, from * rowsPerGroup), to: Math.min(pairs, to * rowsPerGroup)};
}

type RowsContext = Pick<IndexContext, "name" | "files" | "manifest" | "settings" | "report" | "signal">;

/** Writes the rows of a shard of the pairs, and counts what the other tables need of them. */
export async function tallyRows(
  folder: string,
  context: RowsContext,
  {assignment, shard, k}: {assignment: string; shard: Shard; k: number}
): Promise<TalliedRows> {
  const {name, files, manifest} = context;
  const out = rowFiles(folder);
  const range = pairsOf(manifest.pairs, shard);
  const sources = readJson<PairSources>(files.sources);
  const slots = readUint32(files.slots, {from: range.from * slotsPerPair, to: range.to * slotsPerPair});
  const clusters = pairClusters(slots, readUint32(assignment), k);
  writeArray(out.pairs, clusters.pairs);
  writeArray(out.byChunk, clusterChunks(clusters, sources, k, range.from));
  countResponses(out.responses, slots, {sources, range, distinct: manifest.attributes.responses, shard});
  const sample = new LineStoreWriter(out.sample);
  let bytes = 0;
  for await (const text of scanTexts(context, sources, range)) {
    bytes += text.bytes;
    if (text.sampled !== null) await sample.add(text.sampled);
  }
  await sample.close();
  await writeTablePart(out.rows, {index: name}, "corpus_rows", exploreRows(context, clusters, range));
  return {bytes};
}

interface CountedResponses {
  sources: PairSources;
  range: Range;
  distinct: number;
  shard: Shard;
}

/** How often pairs of each chunk have each response attribute: places [attribute * chunks + chunk] and counts. */
function countResponses(
  path: string,
  slots: Uint32Array,
  {sources: {names, of}, range, distinct, shard: {shards}}: CountedResponses
): void {
  const all: number[] = [];
  for (let pair = range.from; pair < range.to; pair++)
    for (let slot = slotsPerSide; slot < slotsPerPair; slot++) {
      const id = slots[(pair - range.from) * slotsPerPair + slot]!;
      if (id === noAttribute) break;
      all.push(id * names.length + of[pair]!);
    }
  const places = Float64Array.from(all).sort();
  const writer = new SectionWriter(path);
  let at = 0;
  for (let part = 0; part < shards; part++) {
    const end = rangeOf(distinct, {shard: part, shards}).to * names.length;
    const [own, counts]: [number[], number[]] = [[], []];
    for (; at < places.length && places[at]! < end; at++) {
      if (own.at(-1) === places[at]) counts[counts.length - 1]!++;
      else {
        own.push(places[at]!);
        counts.push(1);
      }
    }
    writer.add(
      Buffer.concat([Float64Array.from(own), Uint32Array.from(counts)].map(({buffer}) => new Uint8Array(buffer)))
    );
  }
  writer.close();
}

/** What stands out among a range of the response attributes. */
export interface TypicalShard {
  typical: Scored[][]; // of each chunk
}

/** Finds the response attributes of a range that stand out in each chunk, from the counts of all shards of pairs. */
export function findTypical(
  rows: readonly string[],
  sourcesFile: string,
  {distinct, pairs, shard}: {distinct: number; pairs: number; shard: Shard}
): TypicalShard {
  const {names, of} = readJson<PairSources>(sourcesFile);
  const {from, to} = rangeOf(distinct, shard);
  const all = new Uint32Array(to - from);
  const counts = new Map<number, number>(); // by place
  for (const folder of rows) {
    const {buffer, byteLength} = readSection(rowFiles(folder).responses, shard.shard);
    const count = byteLength / 12;
    const numbers = new Uint32Array(buffer, 8 * count, count);
    for (const [i, place] of new Float64Array(buffer, 0, count).entries()) {
      counts.set(place, (counts.get(place) ?? 0) + numbers[i]!);
      all[Math.floor(place / names.length) - from]! += numbers[i]!;
    }
  }
  const sizes = names.map(() => 0);
  for (const chunk of of) sizes[chunk]!++;
  const found = sizes.map((size) => new StandOut(size, pairs));
  for (const [place, count] of counts) {
    const id = Math.floor(place / names.length);
    found[place % names.length]!.add(id, count, all[id - from]!);
  }
  return {typical: found.map((each) => each.top())};
}

/** The sums of all shards: those that one process makes of all pairs. */
export function sumTables(rows: readonly string[], typical: readonly string[], chunks: number): TableSums {
  const files = rows.map(rowFiles);
  const scan = new TextScan(chunks);
  for (const folder of rows) {
    scan.bytes += resultOf<TalliedRows>(folder).bytes;
    const sample = new LineStore<SampledText>(rowFiles(folder).sample);
    for (const text of sample.all()) scan.sample(text);
    sample.close();
  }
  const found = typical.map((folder) => resultOf<TypicalShard>(folder).typical);
  return {
    pairs: addAll(files.map((file) => file.pairs)),
    byChunk: addAll(files.map((file) => file.byChunk)),
    scan,
    typicalResponses: Array.from({length: chunks}, (_, chunk) =>
      topScored(found.flatMap((each) => each[chunk]!)).map(({i}) => i)
    )
  };
}

function addAll(paths: readonly string[]): Uint32Array {
  const total = readUint32(paths[0]!);
  for (const path of paths.slice(1)) {
    const values = readUint32(path);
    for (let i = 0; i < total.length; i++) total[i]! += values[i]!;
  }
  return total;
}
