import {UMAP} from "umap-js";
import type {MapMethod} from "../../../src/shared/indexManifest.js";
import {createRandom} from "../../util/random.js";
import {principalPlaces, spread} from "./principal-places.js";

export interface MapOptions {
  seed: number;
  limitInMs?: number; // defaults to a minute; a layout that takes longer is given up
  signal?: AbortSignal;
}

export interface MapOfPoints {
  method: MapMethod;
  places: {x: number; y: number}[]; // -1 to 1
}

const fewest = 40; // points: with fewer there are no neighbourhoods to keep
const most = 3000; // as many as the page draws
const neighbours = 15;
const stepsAtOnce = 10;

/**
 * Places of points on a plane so that neighbours stay neighbours: UMAP from a seed. The first two principal components
 * where there are too few points or too many, or where UMAP takes too long.
 */
export async function mapPlaces(points: Float32Array, dimension: number, options: MapOptions): Promise<MapOfPoints> {
  const count = points.length / dimension;
  const places = count < fewest || count > most ? null : await neighbourPlaces(points, dimension, options);
  return places === null ? {method: "pca", places: principalPlaces(points, dimension)} : {method: "umap", places};
}

async function neighbourPlaces(
  points: Float32Array,
  dimension: number,
  {seed, limitInMs = 60_000, signal}: MapOptions
) {
  const begun = performance.now();
  const rows = Array.from({length: points.length / dimension}, (_, i) => unit(points, i * dimension, dimension));
  const umap = new UMAP({nComponents: 2, nNeighbors: neighbours, minDist: 0.1, random: createRandom(seed)});
  const steps = umap.initializeFit(rows);
  for (let step = 0; step < steps; step++) {
    umap.step();
    if (step % stepsAtOnce !== 0) continue;
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
    if (performance.now() - begun > limitInMs) return null;
  }
  const found = umap.getEmbedding();
  const [x, y] = [0, 1].map((axis) => spread(centred(found.map((place) => place[axis]!)))) as [
    Float64Array,
    Float64Array
  ];
  const places = found.map((_, i) => ({x: x[i]!, y: y[i]!}));
  return places.every(({x, y}) => Number.isFinite(x) && Number.isFinite(y)) ? places : null;
}

/** A row of unit length: clusters are told apart by cosine. */
function unit(points: Float32Array, start: number, dimension: number): number[] {
  const row = Array.from(points.subarray(start, start + dimension));
  const length = Math.hypot(...row) || 1;
  return row.map((value) => value / length);
}

/** Between the ends, so that the map fills its frame. */
function centred(values: readonly number[]): Float64Array {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return Float64Array.from(values, (value) => value - (low + high) / 2);
}
