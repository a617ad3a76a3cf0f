import {serveCalls} from "../../util/thread.js";
import {createAssigner} from "./assign-graph.js";
import {Lloyd, rowsPerBlock, type ClusterSums, type LloydSpec} from "./lloyd.js";
import {twoLevelStart} from "./two-level.js";
import {evenBlocks, openVectors} from "./vector-file.js";
import {rowsOfRange} from "./vector-rows.js";

/** K-means and assignment in a thread of their own: native code blocks the thread that calls it. */
let lloyd: Lloyd;

export interface OpenKMeans extends LloydSpec {
  path: string;
  levels: 1 | 2;
}

serveCalls({
  async open({path, levels, ...spec}: OpenKMeans) {
    const vectors = openVectors(path);
    const start = levels === 2 && !spec.centroids ? await twoLevelStart(vectors, spec.k, spec.seed) : spec.centroids;
    lloyd = new Lloyd(vectors, {...spec, centroids: start});
  },
  assign: () => lloyd.assign(),
  update: () => lloyd.update(),
  result: () => ({centroids: lloyd.centroids, assignment: lloyd.assignment.slice(), sizes: lloyd.counts}),
  assignRange,
  assignRows: ({rows, centroids, k}: {rows: Float32Array | string; centroids: Float32Array; k: number}) =>
    assignRows(rows, centroids, k)
});

/** What one round of k-means makes of a stretch of the rows. */
export interface AssignRange extends Omit<LloydSpec, "seed" | "empty"> {
  path: string;
  from: number;
  to: number;
  centroids: Float32Array;
}

export interface AssignedRange extends ClusterSums {
  labels: Uint32Array; // of each row
  inertia: number; // of these rows
  bounds: Lloyd["bounds"]; // for the next round
}

async function assignRange({path, from, to, ...spec}: AssignRange): Promise<AssignedRange> {
  const vectors = openVectors(path);
  try {
    const round = new Lloyd(rowsOfRange(vectors, from, to), {...spec, seed: 0, empty: "keep"});
    const {inertia} = await round.assign();
    await round.close();
    return {...round.sums, labels: round.assignment.slice(), inertia, bounds: round.bounds};
  } finally {
    vectors.close();
  }
}

/** Nearest by inner product: of rows at hand, or of a vector file. */
async function assignRows(rows: Float32Array | string, centroids: Float32Array, k: number): Promise<Uint32Array> {
  const dimension = centroids.length / k;
  const file = typeof rows === "string" ? openVectors(rows) : null;
  const count = file?.count ?? rows.length / dimension;
  const assign = await createAssigner(centroids, new Float32Array(k));
  const labels = new Uint32Array(count);
  for (const {from, to} of evenBlocks(count, rowsPerBlock(k, dimension))) {
    const block = file?.read(from, to) ?? (rows as Float32Array).subarray(from * dimension, to * dimension);
    labels.set((await assign(block)).labels, from);
  }
  file?.close();
  return labels;
}
