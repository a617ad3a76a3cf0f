import {createRandom, seedOf, shuffle} from "../../util/random.js";
import {kMeans} from "../vectors/k-means.js";
import {evenBlocks, openVectors, type VectorFile} from "../vectors/vector-file.js";
import {noAttribute, readUint32, slotsPerPair, slotsPerSide, writeArray} from "./files.js";
import {LineStoreWriter} from "./line-store.js";
import type {IndexContext, IndexSettings, Stage} from "./parts.js";

const attributesPerCluster = 20;
const rowsAtOnce = 8192;
const maxClusters = 25_000;
export const nearestKept = 100; // what the released code summarises from
const heldOut = 5; // members of a cluster kept back for the check
const minHeldBack = 4; // members that a cluster needs before any is kept back

/** Of a cluster: the members nearest to its centroid, and those kept back, by number of the attribute. */
export interface Members {
  size: number;
  nearest: number[];
  heldOut: number[];
}

/** About one cluster for twenty distinct attributes, at most 25,000. */
export const defaultClusters = (distinct: number): number =>
  Math.max(1, Math.min(maxClusters, Math.round(distinct / attributesPerCluster)));

/**
 * Query attributes to K clusters by k-means; response attributes stay unclustered (paper section 4). A distinct
 * attribute weighs by the root of its uses. By its uses, as where all attributes of all queries are rows, a few
 * frequent sentences draw the centroids and rare meanings are lumped together; all alike, rare words take nearly all
 * clusters.
 */
export const clustersStage: Stage = {
  name: "clusters",
  dependsOn: ({settings}) => [settings.clusters, settings.seed, "weighed by root of use"],
  async run(context) {
    const {files, settings, signal, report} = context;
    const vectors = openVectors(files.queryVectors);
    const k = clusterCount(settings, vectors.count);
    const {centroids, assignment, inertia} = await kMeans(vectors, {
      k,
      weights: rootsOfUse(files.slots, vectors.count),
      seed: settings.seed,
      empty: "keep",
      signal,
      onIteration: ({iteration}) => report({done: iteration, total: 20, what: "rounds of k-means"})
    });
    const rounds = {iterations: inertia.length, inertia: inertia.at(-1) ?? 0};
    await keepClusters(context, {vectors, centroids, assignment, k}, rounds);
    vectors.close();
  }
};

/** How many clusters so many distinct query attributes get. */
export const clusterCount = ({clusters}: IndexSettings, distinct: number): number =>
  Math.min(distinct, clusters ?? defaultClusters(distinct));

/** The weight of each distinct query attribute. */
export const rootsOfUse = (slots: string, distinct: number): Float64Array =>
  Float64Array.from(usesOf(readUint32(slots), distinct), Math.sqrt);

/** Writes the clusters that were found, and their members. */
export async function keepClusters(
  context: IndexContext,
  clustering: Clustering,
  rounds: {iterations: number; inertia: number}
): Promise<void> {
  const {files, manifest} = context;
  const {centroids, assignment, k} = clustering;
  writeArray(files.centroids, centroids);
  writeArray(files.assignment, assignment);
  const isUsed = new Uint8Array(k);
  for (const cluster of assignment) isUsed[cluster] = 1;
  manifest.clusters = k;
  manifest.clustering = {...rounds, empty: isUsed.filter((used) => used === 0).length};
  await writeMembers(context, clustering);
}

export interface Clustering {
  vectors: VectorFile;
  centroids: Float32Array;
  assignment: Uint32Array;
  k: number;
}

/**
 * Finds the nearest members of every cluster in one pass over the vectors, and keeps some others back. Nearest to the
 * mean of the cluster's uses: an attribute that many queries have says more of the cluster than one that a single query
 * has.
 */
export async function writeMembers({files, settings}: IndexContext, clustering: Clustering): Promise<void> {
  const centres = centresOfUse(clustering, usesOf(readUint32(files.slots), clustering.vectors.count));
  const cosines = cosinesTo(centres, clustering);
  const store = new LineStoreWriter(files.nearest);
  for (const [cluster, members] of membersOf(clustering).entries()) {
    const kept = Array.from(members).sort((a, b) => cosines[b]! - cosines[a]! || a - b);
    const drawn = shuffle(createRandom(seedOf(settings.seed, "held out", cluster)), kept.slice(1));
    const back = kept.length < minHeldBack ? [] : drawn.slice(0, Math.min(heldOut, Math.floor(kept.length / 3)));
    const nearest = kept.filter((id) => !back.includes(id)).slice(0, nearestKept);
    await store.add({size: kept.length, nearest, heldOut: back} satisfies Members);
  }
  await store.close();
}

/** How many pairs have each distinct query attribute. */
function usesOf(slots: Uint32Array, distinct: number): Uint32Array {
  const uses = new Uint32Array(distinct);
  for (let pair = 0; pair < slots.length; pair += slotsPerPair)
    for (let slot = pair; slot < pair + slotsPerSide && slots[slot] !== noAttribute; slot++) uses[slots[slot]!]!++;
  return uses;
}

function centresOfUse({vectors, assignment, k}: Clustering, uses: Uint32Array): Float32Array {
  const {dimension} = vectors;
  const sums = new Float32Array(k * dimension);
  for (const {from, to} of evenBlocks(vectors.count, rowsAtOnce)) {
    const rows = vectors.read(from, to);
    for (let id = from; id < to; id++)
      for (let i = 0; i < dimension; i++)
        sums[assignment[id]! * dimension + i]! += uses[id]! * rows[(id - from) * dimension + i]!;
  }
  return sums;
}

/** The cosine of each row with the centre of its cluster. */
function cosinesTo(centres: Float32Array, {vectors, assignment}: Clustering): Float64Array {
  const {count, dimension} = vectors;
  const cosines = new Float64Array(count);
  for (const {from, to} of evenBlocks(count, rowsAtOnce)) {
    const rows = vectors.read(from, to);
    for (let id = from; id < to; id++)
      cosines[id] = cosine(rows, (id - from) * dimension, centres, assignment[id]! * dimension, dimension);
  }
  return cosines;
}

/** The numbers of the rows of each cluster, ascending. */
function membersOf({assignment, k}: Clustering): Uint32Array[] {
  const sizes = new Uint32Array(k);
  for (const cluster of assignment) sizes[cluster]!++;
  const members = Array.from(sizes, (size) => new Uint32Array(size));
  const filled = new Uint32Array(k);
  for (let id = 0; id < assignment.length; id++) {
    const cluster = assignment[id]!;
    members[cluster]![filled[cluster]!++] = id;
  }
  return members;
}

function cosine(a: Float32Array, aStart: number, b: Float32Array, bStart: number, dimension: number): number {
  let dot = 0;
  let norm = 0;
  for (let i = 0; i < dimension; i++) {
    dot += a[aStart + i]! * b[bStart + i]!;
    norm += b[bStart + i]! ** 2;
  }
  return norm === 0 ? 0 : dot / Math.sqrt(norm);
}
