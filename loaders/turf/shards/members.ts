import {join} from "node:path";
import {centresOf, cosinesTo, sumsOfUse} from "../index/cluster-centres.js";
import {membersOf, type Members} from "../index/cluster-members.js";
import {readFloat32, readFloat64, readUint32, writeArray, type IndexFiles} from "../index/files.js";
import {LineStoreWriter} from "../index/line-store.js";
import {openVectors, type VectorFile} from "../vectors/vector-file.js";
import {rowsOfRange} from "../vectors/vector-rows.js";
import {rangeOf, type Shard} from "./divide.js";
import {PlacedWriter} from "./placed-file.js";
import {clusterFiles} from "./rounds.js";
import {readSection, SectionWriter} from "./sections.js";
import {usesOfShard} from "./weigh.js";

const sumsOf = (folder: string): string => join(folder, "sums-of-use.f64");
const centresIn = (folder: string): string => join(folder, "centres.f32");
const nearOf = (folder: string): string => join(folder, "near"); // a section for each range of clusters
export const nearestOf = (folder: string): string => join(folder, "nearest.jsonl"); // of a range of clusters

interface RowsOfShard {
  files: Pick<IndexFiles, "queryVectors">;
  assignment: string; // file of the clusters of all rows
  shard: Shard;
  k: number;
}

/** Sums the rows of a shard by their clusters, each as often as pairs have it, and writes their clusters at their place. */
export function sumShard(
  folder: string,
  {labels, weighed}: {labels: readonly string[]; weighed: string},
  {files, assignment, shard, k}: RowsOfShard
): void {
  const vectors = openVectors(files.queryVectors);
  const {from, to} = rangeOf(vectors.count, shard);
  const isWhole = labels.length === 1; // one unit clustered all rows
  const own = readUint32(clusterFiles(labels[isWhole ? 0 : shard.shard]!).labels, isWhole ? {from, to} : undefined);
  writeArray(sumsOf(folder), sumsOfUse(rowsOfRange(vectors, from, to), own, usesOfShard(weighed), k));
  vectors.close();
  const writer = new PlacedWriter(assignment, 4 * from);
  writer.add(own);
  writer.close();
}

/** The centres of all clusters, from the sums of the shards. */
export async function findCentres(folder: string, shards: readonly string[]): Promise<void> {
  const total = readFloat64(sumsOf(shards[0]!));
  for (const shard of shards.slice(1)) {
    const sums = readFloat64(sumsOf(shard));
    for (let i = 0; i < sums.length; i++) total[i]! += sums[i]!;
    await new Promise((resolve) => setImmediate(resolve));
  }
  writeArray(centresIn(folder), centresOf(total));
}

/** How near the rows of a shard are to the centres of their clusters, put together by ranges of clusters. */
export function nearShard(folder: string, centres: string, {files, assignment, shard, k}: RowsOfShard): void {
  const vectors: VectorFile = openVectors(files.queryVectors);
  const {from, to} = rangeOf(vectors.count, shard);
  const labels = readUint32(assignment, {from, to});
  const cosines = cosinesTo(readFloat32(centresIn(centres)), rowsOfRange(vectors, from, to), labels);
  vectors.close();
  const order = Uint32Array.from(labels, (_, row) => row).sort((a, b) => labels[a]! - labels[b]! || a - b);
  const writer = new SectionWriter(nearOf(folder));
  let at = 0;
  for (let range = 0; range < shard.shards; range++) {
    const end = rangeOf(k, {shard: range, shards: shard.shards}).to;
    const begin = at;
    while (at < order.length && labels[order[at]!]! < end) at++;
    const rows = order.subarray(begin, at);
    writer.add(
      toNear({
        clusters: Uint32Array.from(rows, (row) => labels[row]!),
        ids: Uint32Array.from(rows, (row) => from + row),
        cosines: Float64Array.from(rows, (row) => cosines[row]!)
      })
    );
  }
  writer.close();
}

/** Rows of a range of clusters, by cluster and number. */
interface Near {
  clusters: Uint32Array;
  ids: Uint32Array;
  cosines: Float64Array;
}

const toNear = ({clusters, ids, cosines}: Near): Uint8Array =>
  Buffer.concat([cosines, clusters, ids].map(({buffer, byteLength}) => new Uint8Array(buffer, 0, byteLength)));

function readNear(folder: string, range: number): Near {
  const {buffer, byteLength} = readSection(nearOf(folder), range);
  const count = byteLength / 16;
  return {
    cosines: new Float64Array(buffer, 0, count),
    clusters: new Uint32Array(buffer, 8 * count, count),
    ids: new Uint32Array(buffer, 12 * count, count)
  };
}

/** What a unit found that wrote the members of a range of clusters. */
export interface FoundMembers {
  empty: number; // clusters
}

/** Writes the members of a range of clusters, from all rows that are in them. */
export async function writeMembers(
  folder: string,
  near: readonly string[],
  {shard, k, seed}: {shard: Shard; k: number; seed: number}
): Promise<FoundMembers> {
  const {from, to} = rangeOf(k, shard);
  const parts = near.map((each) => readNear(each, shard.shard));
  const next = parts.map(() => 0);
  const store = new LineStoreWriter(nearestOf(folder));
  let empty = 0;
  for (let cluster = from; cluster < to; cluster++) {
    const cosineOf = new Map<number, number>();
    for (const [i, {clusters, ids, cosines}] of parts.entries())
      for (; next[i]! < ids.length && clusters[next[i]!] === cluster; next[i]!++)
        cosineOf.set(ids[next[i]!]!, cosines[next[i]!]!);
    if (cosineOf.size === 0) empty++;
    const found: Members = membersOf(cluster, cosineOf.keys(), (id) => cosineOf.get(id)!, seed);
    await store.add(found);
  }
  await store.close();
  return {empty};
}
