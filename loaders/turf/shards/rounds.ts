import {existsSync, mkdirSync, rmSync} from "node:fs";
import {join} from "node:path";
import {clusterCount} from "../index/clusters-stage.js";
import {readFloat32, readFloat64, readUint16, readUint32, writeArray, type IndexFiles} from "../index/files.js";
import type {IndexSettings} from "../index/parts.js";
import {assignRange, kMeans} from "../vectors/k-means.js";
import {isSettled, moveToMeans, type KeptBounds} from "../vectors/lloyd.js";
import {openVectors, readHeader} from "../vectors/vector-file.js";
import {rangeOf, type Shard} from "./divide.js";
import {resultOf} from "./result.js";
import {hasSample, joinSample, weightsOf} from "./weigh.js";

export const maxRounds = 10; // over all rows, after training on a sample
const tolerance = 0.001; // as in one process: stops when inertia falls by less than this share

/** Where k-means stands after a unit that moved the centroids. */
export interface Trained {
  isFinal: boolean; // the stop rule is met: these centroids, with the assignment they came from, are the clusters
  iterations: number; // so far, those on the sample included
  inertia: number; // of the last one; of all rows, except after training on a sample
}

export const clusterFiles = (folder: string) => ({
  centroids: join(folder, "centroids.f32"),
  labels: join(folder, "labels.u32"), // of the rows of a shard; of all rows where one unit clusters them
  sums: join(folder, "sums.f64"),
  masses: join(folder, "masses.f64"),
  upper: join(folder, "upper.f64"), // bounds of the distances of the rows of a shard, for the next round
  lower: join(folder, "lower.f32"),
  groups: join(folder, "groups.u16") // of each centroid
});

interface Clustered {
  files: IndexFiles;
  settings: IndexSettings;
  signal?: AbortSignal | undefined;
  onRound?: (round: number) => void;
}

/**
 * Trains the centroids: on all rows where there are at most 256 for each, which makes the very clusters of one process;
 * otherwise on a sample of as many. `weighed` are the folders of the units that weighed the rows.
 */
export async function train(
  folder: string,
  weighed: readonly string[],
  {files, settings, signal, onRound}: Clustered
): Promise<Trained> {
  const out = clusterFiles(folder);
  const {count} = readHeader(files.queryVectors);
  const isSample = hasSample(settings, count);
  const path = isSample ? join(folder, "sample") : files.queryVectors;
  if (isSample) await joinSample(weighed, path);
  const vectors = openVectors(path);
  try {
    const found = await kMeans(vectors, {
      ...{k: clusterCount(settings, count), seed: settings.seed, empty: "keep"},
      ...(signal && {signal}),
      weights: weightsOf(weighed, isSample ? "sampleUses" : "uses"),
      onIteration: ({iteration}) => onRound?.(iteration)
    });
    writeArray(out.centroids, found.centroids);
    if (!isSample) writeArray(out.labels, found.assignment);
    return {isFinal: !isSample, iterations: found.inertia.length, inertia: found.inertia.at(-1)!};
  } finally {
    vectors.close();
  }
}

export interface AssignedShard {
  inertia: number;
  changed: number; // rows with another centroid than in the round before
}

/** Folders of the units that a round over the rows of a shard needs. */
export interface ShardRound {
  weighed: string; // of the same shard
  from: string; // with the centroids
  before: {round: string; from: string} | null; // the round before: of the same shard, and with its centroids
  shard: Shard;
}

/** One round over the rows of a shard. */
export async function assignShard(
  folder: string,
  {weighed, from, before, shard}: ShardRound,
  {files, settings, signal}: Clustered
): Promise<AssignedShard> {
  const {count} = readHeader(files.queryVectors);
  const range = rangeOf(count, shard);
  const weights = weightsOf([weighed], "uses");
  const centroids = readFloat32(clusterFiles(from).centroids);
  const k = clusterCount(settings, count);
  const earlier = before === null ? null : readUint32(clusterFiles(before.round).labels);
  const kept = earlier === null ? null : keptBounds(before!, earlier);
  const part = {path: files.queryVectors, ...range, k, centroids, weights, kept};
  const {labels, sums, masses, inertia, bounds} = await assignRange(part, signal && {signal});
  const out = clusterFiles(folder);
  writeArray(out.labels, labels);
  writeArray(out.sums, sums);
  writeArray(out.masses, masses);
  rmSync(out.groups, {force: true}); // of other settings: without it there are no bounds
  if (bounds !== null) {
    writeArray(out.upper, bounds.upper);
    writeArray(out.lower, bounds.lower);
    writeArray(out.groups, bounds.groupOf);
  }
  const changed = labels.reduce((sum, label, i) => sum + (earlier?.[i] === label ? 0 : 1), 0);
  return {inertia, changed};
}

/** The bounds that a round left beside the labels of a shard; null where it computed all distances. */
function keptBounds({round, from}: NonNullable<ShardRound["before"]>, labels: Uint32Array): KeptBounds | null {
  const {upper, lower, groups} = clusterFiles(round);
  if (!existsSync(groups)) return null;
  return {
    upper: readFloat64(upper),
    lower: readFloat32(lower),
    groupOf: readUint16(groups),
    labels,
    before: readFloat32(clusterFiles(from).centroids)
  };
}

/**
 * Ends a round: sums the parts of the shards in their order, and moves the centroids unless the stop rule is met or it
 * was the last round.
 */
export function moveCentroids(
  folder: string,
  {from, parts, round}: {from: string; parts: readonly string[]; round: number}
): Trained {
  const before = resultOf<Trained>(from);
  const results = parts.map((part) => resultOf<AssignedShard>(part));
  const inertia = results.reduce((sum, part) => sum + part.inertia, 0);
  const changed = results.reduce((sum, part) => sum + part.changed, 0);
  const centroids = readFloat32(clusterFiles(from).centroids);
  const last = round === 1 ? Infinity : before.inertia; // that of the first is of a sample
  const isFinal = round === maxRounds || isSettled({inertia, changed}, last, tolerance);
  if (!isFinal) moveToMeans(centroids, sumOf(parts));
  mkdirSync(folder, {recursive: true});
  writeArray(clusterFiles(folder).centroids, centroids);
  return {isFinal, iterations: before.iterations + 1, inertia};
}

function sumOf(parts: readonly string[]): {sums: Float64Array; masses: Float64Array} {
  const read = (part: string) => ({
    sums: readFloat64(clusterFiles(part).sums),
    masses: readFloat64(clusterFiles(part).masses)
  });
  const total = read(parts[0]!);
  for (const part of parts.slice(1)) {
    const {sums, masses} = read(part);
    sums.forEach((value, i) => (total.sums[i]! += value));
    masses.forEach((value, j) => (total.masses[j]! += value));
  }
  return total;
}
