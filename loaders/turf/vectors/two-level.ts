import {seedOf} from "../../util/random.js";
import {Lloyd} from "./lloyd.js";
import {rowsInMemory, type VectorRows} from "./vector-rows.js";

const rounds = 10; // of each small k-means
const tolerance = 0.001;
const maxBytes = 1 << 29; // of the rows of one coarse cluster; a larger one is thinned evenly

/**
 * k centroids to start from, in two levels: the square root of k coarse clusters, then each by itself into its share of
 * k. It costs as much as a round or two of k-means with k clusters, where a good start saves many.
 */
export async function twoLevelStart(vectors: VectorRows, k: number, seed: number): Promise<Float32Array> {
  const {dimension} = vectors;
  const coarse = new Lloyd(vectors, {k: Math.round(Math.sqrt(k)), seed, empty: "move"});
  await coarse.run(rounds, tolerance);
  const shares = allot(coarse.counts, k);
  const centroids = new Float32Array(k * dimension);
  let at = 0;
  for (const [cluster, members] of membersOf(coarse.assignment, coarse.counts).entries()) {
    if (shares[cluster] === 0) continue;
    const rows = gather(vectors, members, shares[cluster]!);
    const fine = new Lloyd(rows, {k: shares[cluster]!, seed: seedOf(seed, cluster), empty: "move"});
    await fine.run(rounds, tolerance);
    centroids.set(fine.centroids, at);
    at += fine.centroids.length;
  }
  return centroids;
}

/** Splits k over clusters by their sizes (largest remainders); none gets more than it has rows. */
export function allot(sizes: Uint32Array, k: number): number[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const exact = Array.from(sizes, (size) => (k * size) / total);
  const shares = exact.map(Math.floor);
  const byRemainder = exact.map((_, i) => i).sort((a, b) => exact[b]! - shares[b]! - (exact[a]! - shares[a]!) || a - b);
  let left = k - shares.reduce((sum, share) => sum + share, 0);
  for (let i = 0; left > 0; i = (i + 1) % byRemainder.length) {
    const cluster = byRemainder[i]!;
    if (shares[cluster]! >= sizes[cluster]!) continue;
    shares[cluster]!++;
    left--;
  }
  return shares;
}

function membersOf(assignment: Uint32Array, sizes: Uint32Array): Uint32Array[] {
  const members = Array.from(sizes, (size) => new Uint32Array(size));
  const filled = new Uint32Array(sizes.length);
  assignment.forEach((cluster, row) => (members[cluster]![filled[cluster]!++] = row));
  return members;
}

function gather(vectors: VectorRows, members: Uint32Array, least: number): VectorRows {
  const {dimension} = vectors;
  const most = Math.max(least, Math.floor(maxBytes / 4 / dimension));
  const step = Math.max(1, members.length / most);
  const values = new Float32Array(Math.floor(members.length / step) * dimension);
  for (let i = 0; i < values.length / dimension; i++)
    values.set(vectors.row(members[Math.floor(i * step)]!), i * dimension);
  return rowsInMemory(values, dimension);
}
