import {nearestOfFound} from "../search/found-nearest.js";
import {openNearestLate} from "../vectors/late-nearest.js";
import type {Nearest} from "../vectors/nearest.js";
import type {ClusterCheck} from "./check-stage.js";
import type {Members} from "./cluster-members.js";
import type {PairSources} from "./corpus-stage.js";
import {
  indexFiles,
  noAttribute,
  readFloat32,
  readJson,
  readUint32,
  slotsPerPair,
  slotsPerSide,
  type StoredPair
} from "./files.js";
import {readIndexHead, stateOf, type IndexHead} from "./index-head.js";
import {LineStore} from "./line-store.js";
import {pairClusters, responsePostings, type PairClusters, type Postings} from "./pair-clusters.js";

/** A finished index, opened for tracing. Ids, clusters and postings are in memory, texts and vectors on disk. */
export interface TurfIndex extends IndexHead {
  pairCount: number;
  clusterCount: number;
  pairClusters: PairClusters;
  postings: Postings;
  sources: PairSources;
  sourceCounts: number[]; // pairs of each chunk
  centroids: Float32Array;
  nearest: Nearest; // over the distinct response attributes
  pair(row: number): StoredPair;
  queryAttributes(row: number): {id: number; text: string; cluster: number}[];
  responseText(id: number): string;
  responseId(pair: number, slot: number): number;
  summary(cluster: number): string;
  members(cluster: number): Members;
  queryText(id: number): string;
  check(cluster: number): ClusterCheck;
  close(): Promise<void>;
}

export interface OpenIndexOptions {
  found?: string | undefined; // folder of what units found in it, which is not searched for again
}

/** Opens an index. Throws a UserError when there is none of the name, or it is not finished. */
export async function openIndex(name: string, {found}: OpenIndexOptions = {}): Promise<TurfIndex> {
  const head = readIndexHead(name);
  const files = indexFiles(name);
  const slots = readUint32(files.slots);
  const assignment = readUint32(files.assignment);
  const sources = readJson<PairSources>(files.sources);
  const sourceCounts = new Array<number>(sources.names.length).fill(0);
  for (const source of sources.of) sourceCounts[source]!++;
  const pairs = new LineStore<StoredPair>(files.pairs);
  const queries = new LineStore<string>(files.queries);
  const responses = new LineStore<string>(files.responses);
  const summaries = new LineStore<string>(files.summaries);
  const members = new LineStore<Members>(files.nearest);
  const checks = new LineStore<ClusterCheck>(files.checks);
  const whole = openNearestLate(files.responseVectors);
  const nearest = found === undefined ? whole : nearestOfFound(whole, found, stateOf(head));
  const {clusters} = head.manifest;
  return {
    ...head,
    pairCount: pairs.count,
    clusterCount: clusters,
    pairClusters: pairClusters(slots, assignment, clusters),
    postings: responsePostings(slots, responses.count),
    sources,
    sourceCounts,
    centroids: readFloat32(files.centroids),
    nearest,
    pair: (row) => pairs.get(row),
    queryAttributes: (row) =>
      Array.from(slots.subarray(row * slotsPerPair, row * slotsPerPair + slotsPerSide))
        .filter((id) => id !== noAttribute)
        .map((id) => ({id, text: queries.get(id), cluster: assignment[id]!})),
    responseText: (id) => responses.get(id),
    responseId: (pair, slot) => slots[pair * slotsPerPair + slotsPerSide + slot]!,
    summary: (cluster) => summaries.get(cluster),
    members: (cluster) => members.get(cluster),
    queryText: (id) => queries.get(id),
    check: (cluster) => checks.get(cluster),
    async close() {
      for (const store of [pairs, queries, responses, summaries, members, checks]) store.close();
      await nearest.close();
    }
  };
}
