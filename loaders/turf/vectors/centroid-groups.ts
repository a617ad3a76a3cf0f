import {distanceAt, squareAt} from "./cosine.js";
import type {CentroidPart} from "./assign-graph.js";

/** The centroids of one round in groups; in each group, those that moved farthest come first. */
export interface GroupedCentroids {
  order: Uint32Array; // the centroid at each place
  starts: Uint32Array; // place of the first centroid of each group, and the end
  drifts: Float64Array; // by place: how far it moved since the round before
  driftOf: Float64Array; // by centroid
  farthest: Float64Array; // by group: how far any of it moved at most
  longest: number; // the largest length of a centroid
  /** The first `length` centroids of a group. */
  part(group: number, length: number): CentroidPart;
}

const shares = [1 / 8, 1 / 4, 1 / 2, 1]; // of a group that are compared with a row: few calls, each of many rows

/** How many lengths of a group's beginning there are to choose from. */
export const levels = shares.length;

/** Centroids of a group of some size that a level, from 1, stands for. */
export const lengthOfLevel = (size: number, level: number): number => Math.ceil(size * shares[level - 1]!);

/** The lowest level that has at least `count` centroids; 0 for none. */
function levelFor(size: number, count: number): number {
  let level = 0;
  while (count > 0 && (level === 0 || lengthOfLevel(size, level) < count)) level++;
  return level;
}

/** How much of a group may matter where only centroids that moved farther than `distance` do. */
export function levelOf({starts, drifts}: GroupedCentroids, group: number, distance: number): number {
  const start = starts[group]!;
  const end = starts[group + 1]!;
  let low = start;
  let high = end;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (drifts[middle]! > distance) low = middle + 1;
    else high = middle;
  }
  return levelFor(end - start, low - start);
}

/** How far the centroids of a group that a level leaves out moved at most; -Infinity where it leaves out none. */
export function driftBeyond({starts, drifts}: GroupedCentroids, group: number, level: number): number {
  const size = starts[group + 1]! - starts[group]!;
  const length = level === 0 ? 0 : lengthOfLevel(size, level);
  return length < size ? drifts[starts[group]! + length]! : -Infinity;
}

/** Orders the centroids of a round; `before` are those of the round before, null in the first. */
export function groupCentroids(
  centroids: Float32Array,
  before: Float32Array | null,
  groupOf: Uint16Array,
  groups: number
): GroupedCentroids {
  const k = groupOf.length;
  const dimension = centroids.length / k;
  const driftOf = new Float64Array(k);
  if (before !== null)
    for (let j = 0; j < k; j++) driftOf[j] = up(distanceAt(centroids, j * dimension, before, j * dimension, dimension));
  const order = Uint32Array.from(groupOf, (_, j) => j).sort(
    (a, b) => groupOf[a]! - groupOf[b]! || driftOf[b]! - driftOf[a]! || a - b
  );
  const starts = new Uint32Array(groups + 1);
  for (const group of groupOf) starts[group + 1]!++;
  for (let group = 0; group < groups; group++) starts[group + 1]! += starts[group]!;
  const packed = new Float32Array(centroids.length);
  order.forEach((j, at) => packed.set(centroids.subarray(j * dimension, (j + 1) * dimension), at * dimension));
  const squares = Float64Array.from(order, (_, at) => squareAt(packed, at * dimension, dimension));
  const drifts = Float64Array.from(order, (j) => driftOf[j]!);
  const biases = Float32Array.from(squares, (square) => -0.5 * square);
  return {
    ...{order, starts, driftOf, drifts},
    farthest: Float64Array.from({length: groups}, (_, g) => (starts[g]! < starts[g + 1]! ? drifts[starts[g]!]! : 0)),
    longest: Math.sqrt(squares.reduce((most, square) => Math.max(most, square), 0)),
    part(group, length) {
      const [from, to] = [starts[group]!, starts[group]! + length];
      return {centroids: packed.subarray(from * dimension, to * dimension), biases: biases.subarray(from, to)};
    }
  };
}

const up = (value: number): number => value * (1 + 1e-12);
