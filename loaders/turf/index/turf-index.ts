import {existsSync} from "node:fs";
import type {IndexManifest} from "../../../src/shared/indexManifest.js";
import {UserError} from "../../util/user-error.js";
import type {Preparation} from "../embed/preparation.js";
import type {EmbedderRecord} from "../embed/record.js";
import {openNearest, type Nearest} from "../vectors/nearest.js";
import type {ClusterCheck} from "./check-stage.js";
import type {Members} from "./cluster-members.js";
import type {PairSources} from "./corpus-stage.js";
import {preparationOf, readEmbedding} from "./embeddings-stage.js";
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
import {LineStore} from "./line-store.js";
import {readFinishedIndex} from "./manifest.js";
import {pairClusters, responsePostings, type PairClusters, type Postings} from "./pair-clusters.js";

/** A finished index, opened for tracing. Ids, clusters and postings are in memory, texts and vectors on disk. */
export interface TurfIndex {
  name: string;
  manifest: IndexManifest;
  pairCount: number;
  clusterCount: number;
  pairClusters: PairClusters;
  postings: Postings;
  sources: PairSources;
  sourceCounts: number[]; // pairs of each chunk
  centroids: Float32Array;
  embedder: EmbedderRecord; // what embedded it: nothing else may embed what is searched
  preparation: {query: Preparation; response: Preparation};
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

/** Opens an index. Throws a UserError when there is none of the name, or it is not finished. */
export async function openIndex(name: string): Promise<TurfIndex> {
  const manifest = readFinishedIndex(name);
  const files = indexFiles(name);
  if (!existsSync(files.responseVectors))
    throw new UserError(
      `the index ${name} has no response attributes: it serves as an attribute pool, not for tracing`
    );
  const embedding = readEmbedding(files.embedding);
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
  const nearest = await openNearest(files.responseVectors);
  return {
    name,
    manifest,
    pairCount: pairs.count,
    clusterCount: manifest.clusters,
    pairClusters: pairClusters(slots, assignment, manifest.clusters),
    postings: responsePostings(slots, responses.count),
    sources,
    sourceCounts,
    centroids: readFloat32(files.centroids),
    embedder: embedding.embedder,
    preparation: {query: preparationOf(embedding.query), response: preparationOf(embedding.response)},
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
