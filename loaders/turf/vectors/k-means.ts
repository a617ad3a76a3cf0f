import {Thread} from "../../util/thread.js";
import {UserError} from "../../util/user-error.js";
import {normaliseRows} from "./cosine.js";
import type {AssignedRange, AssignRange, OpenKMeans} from "./k-means-worker.js";
import {isSettled, type Round} from "./lloyd.js";
import type {VectorFile} from "./vector-file.js";

export interface KMeansOptions {
  k: number; // at most as many as there are rows
  seed?: number; // of the rows to start from (defaults to 42)
  iterations?: number; // assignments, at most (defaults to 20, after two levels to 3)
  tolerance?: number; // stops when inertia falls by less than this share (defaults to 0.001)
  empty?: "keep" | "move"; // an empty cluster keeps its centroid (default), or goes to the row that is farthest off
  levels?: 1 | 2; // 2: start from clusters of clusters, for k of thousands (defaults to 1, as the paper)
  start?: Float32Array; // centroids to start from, k x dimension (defaults to k rows drawn at random)
  weights?: Float64Array; // of each row: clusters as if it were there that many times (default 1)
  signal?: AbortSignal;
  onIteration?: (iteration: KMeansIteration) => void;
}

export interface KMeansIteration extends Round {
  iteration: number; // from 1
  iterations: number; // at most
}

export interface KMeans {
  centroids: Float32Array; // k x dimension
  assignment: Uint32Array; // cluster of each row: its nearest centroid by Euclidean distance
  inertia: number[]; // of each iteration: sum of (weighted) squared distances to the centroids it started from
  sizes: Uint32Array; // rows of each cluster
}

/**
 * Lloyd's k-means by squared Euclidean distance as the released code has it (paper, section 4): from k rows drawn by
 * the seed, at most 20 rounds, until inertia falls by less than 0.1% or no label changes. The assignment given is that
 * of the centroids given. The same seed and file give the same clusters on the same kind of processor. Throws the
 * signal's reason when aborted.
 */
export async function kMeans(vectors: VectorFile, options: KMeansOptions): Promise<KMeans> {
  const {seed = 42, levels = 1, iterations = levels === 1 ? 20 : 3, tolerance = 0.001} = options;
  const {empty = "keep", start, weights, signal, onIteration} = options;
  if (vectors.count === 0) throw new UserError("nothing to cluster: no vectors", {file: vectors.path});
  const k = Math.max(1, Math.min(options.k, vectors.count));
  return withThread(signal, async (thread) => {
    const {path} = vectors;
    await thread.call("open", {path, k, seed, levels, empty, centroids: start, weights} satisfies OpenKMeans);
    const inertia: number[] = [];
    for (let iteration = 1; iteration <= iterations; iteration++) {
      const round = await thread.call<Round>("assign");
      const before = inertia.at(-1) ?? Infinity;
      inertia.push(round.inertia);
      onIteration?.({iteration, iterations, ...round});
      if (iteration === iterations || isSettled(round, before, tolerance)) break;
      await thread.call("update");
    }
    const result = await thread.call<Omit<KMeans, "inertia">>("result");
    return {...result, inertia};
  });
}

/**
 * Cluster of the highest cosine for each vector (Eq. 5), the lower one among equals. A zero vector goes to cluster 0.
 * For a few vectors again and again, `openNearest` on a file of the centroids is faster: it stays open.
 */
export async function assignByCosine(
  vectors: VectorFile | Float32Array,
  centroids: Float32Array,
  dimension: number,
  {signal}: {signal?: AbortSignal} = {}
): Promise<Uint32Array> {
  const k = centroids.length / dimension;
  const unit = normaliseRows(centroids.slice(), dimension);
  const rows = vectors instanceof Float32Array ? vectors : vectors.path;
  return withThread(signal, (thread) => thread.call<Uint32Array>("assignRows", {rows, centroids: unit, k}));
}

/**
 * One round of k-means over a stretch of the rows of a file, from centroids that are given: its part of the sums that
 * move them. With the bounds of the round before, it computes only the distances that these do not rule out.
 */
export const assignRange = (range: AssignRange, {signal}: {signal?: AbortSignal} = {}): Promise<AssignedRange> =>
  withThread(signal, (thread) => thread.call<AssignedRange>("assignRange", range));

async function withThread<T>(signal: AbortSignal | undefined, work: (thread: Thread) => Promise<T>): Promise<T> {
  signal?.throwIfAborted();
  const thread = new Thread(new URL("./k-means-worker.ts", import.meta.url));
  const abort = (): void => void thread.close();
  signal?.addEventListener("abort", abort, {once: true});
  try {
    return await work(thread);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener("abort", abort);
    await thread.close();
  }
}
