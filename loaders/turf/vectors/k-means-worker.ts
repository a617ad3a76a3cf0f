import {serveCalls} from "../../util/thread.js";
import {createAssigner} from "./assign-graph.js";
import {Lloyd, rowsPerBlock, type LloydSpec} from "./lloyd.js";
import {twoLevelStart} from "./two-level.js";
import {evenBlocks, openVectors} from "./vector-file.js";

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
  assignRows: ({rows, centroids, k}: {rows: Float32Array | string; centroids: Float32Array; k: number}) =>
    assignRows(rows, centroids, k)
});

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
