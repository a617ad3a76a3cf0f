import {kMeans} from "../vectors/k-means.js";
import {openVectors, type VectorFile} from "../vectors/vector-file.js";
import {centresOf, cosinesTo, sumsOfUse} from "./cluster-centres.js";
import {membersOf, type Members} from "./cluster-members.js";
import {noAttribute, readUint32, slotsPerPair, slotsPerSide, writeArray, type Range} from "./files.js";
import {LineStoreWriter} from "./line-store.js";
import type {IndexContext, IndexSettings, Stage} from "./parts.js";

const attributesPerCluster = 20;
const maxClusters = 25_000;

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
const rootsOfUse = (slots: string, distinct: number): Float64Array =>
  Float64Array.from(usesOf(readUint32(slots), {from: 0, to: distinct}), Math.sqrt);

/** Writes the clusters that were found, and their members. */
async function keepClusters(
  {files, manifest, settings}: IndexContext,
  {vectors, centroids, assignment, k}: Clustering,
  rounds: {iterations: number; inertia: number}
): Promise<void> {
  writeArray(files.centroids, centroids);
  writeArray(files.assignment, assignment);
  const uses = usesOf(readUint32(files.slots), {from: 0, to: vectors.count});
  const centres = centresOf(sumsOfUse(vectors, assignment, uses, k));
  const cosines = cosinesTo(centres, vectors, assignment);
  const store = new LineStoreWriter(files.nearest);
  let empty = 0;
  for (const [cluster, ids] of rowsOf(assignment, k).entries()) {
    if (ids.length === 0) empty++;
    await store.add(membersOf(cluster, ids, (id) => cosines[id]!, settings.seed) satisfies Members);
  }
  await store.close();
  manifest.clusters = k;
  manifest.clustering = {...rounds, empty};
}

interface Clustering {
  vectors: VectorFile;
  centroids: Float32Array;
  assignment: Uint32Array;
  k: number;
}

/** How many pairs have each distinct query attribute of a range; adds to `uses` where given. */
export function usesOf(slots: Uint32Array, {from, to}: Range, uses = new Uint32Array(to - from)): Uint32Array {
  for (let pair = 0; pair < slots.length; pair += slotsPerPair)
    for (let slot = pair; slot < pair + slotsPerSide && slots[slot] !== noAttribute; slot++) {
      const id = slots[slot]!;
      if (id >= from && id < to) uses[id - from]!++;
    }
  return uses;
}

/** The numbers of the rows of each cluster, ascending. */
function rowsOf(assignment: Uint32Array, k: number): Uint32Array[] {
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
