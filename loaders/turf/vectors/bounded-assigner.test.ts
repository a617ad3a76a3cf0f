import {createHash} from "node:crypto";
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, describe, expect, it} from "vitest";
import {createRandom, integerBelow, normal} from "../../util/random.js";

import {normaliseRows} from "./cosine.js";
import {assignRange} from "./k-means.js";
import {isSettled, Lloyd, moveToMeans, type KeptBounds, type LloydSpec} from "./lloyd.js";
import {VectorWriter} from "./vector-file.js";
import {rowsInMemory, type VectorRows} from "./vector-rows.js";

const folder = mkdtempSync(join(tmpdir(), "surfturf-bounds-"));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

interface Shape {
  rows: number;
  dimension: number;
  k: number;
}

type Draw = (random: () => number, shape: Shape) => Float32Array;

const fill = ({rows, dimension}: Shape, value: (i: number) => number): Float32Array =>
  Float32Array.from({length: rows * dimension}, (_, i) => value(i));

/** Rows around `centres` points, in runs of random places. */
function around(random: () => number, shape: Shape, centres: number, spread: number): Float32Array {
  const {rows, dimension} = shape;
  const middles = Float32Array.from({length: centres * dimension}, () => normal(random));
  const of = Uint32Array.from({length: rows}, () => integerBelow(random, centres));
  return fill(
    shape,
    (i) => middles[of[Math.floor(i / dimension)]! * dimension + (i % dimension)]! + spread * normal(random)
  );
}

const kinds: Record<string, Draw> = {
  uniform: (random, shape) => fill(shape, random),
  clustered: (random, shape) => around(random, shape, shape.k, 0.3),
  "fewer blobs than clusters": (random, shape) => around(random, shape, 7, 0.05),
  "unit vectors": (random, shape) => normaliseRows(around(random, shape, shape.k * 2, 0.6), shape.dimension),
  "duplicates, and so empty clusters": (random, shape) => around(random, shape, 9, 0),
  "a grid, full of ties": (random, shape) => fill(shape, () => integerBelow(random, 3) - 1),
  "far from the origin": (random, shape) => fill(shape, () => 1000 + normal(random)),
  "of very different lengths": (random, shape) => {
    const lengths = Float64Array.from({length: shape.rows}, () => 10 ** (6 * random() - 4));
    return fill(shape, (i) => lengths[Math.floor(i / shape.dimension)]! * normal(random));
  },
  "mostly zero": (random, shape) => fill(shape, () => (random() < 0.02 ? normal(random) : 0))
};

const shapes: Shape[] = [
  {rows: 2000, dimension: 2, k: 120},
  {rows: 700, dimension: 5, k: 220},
  {rows: 1200, dimension: 130, k: 330}
];

const hashOf = (values: Uint32Array | Float32Array): string =>
  createHash("sha256")
    .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    .digest("hex");

/** Every round of a run: inertia, what changed, and hashes of the labels, sizes and centroids. */
async function rounds(vectors: VectorRows, spec: LloydSpec) {
  const lloyd = new Lloyd(vectors, spec);
  const seen = [];
  let before = Infinity;
  for (let round = 0; round < 30; round++) {
    const made = await lloyd.assign();
    seen.push({...made, hashes: [lloyd.assignment, lloyd.counts, lloyd.centroids].map(hashOf)});
    if (isSettled(made, before, 0)) break;
    before = made.inertia;
    lloyd.update();
  }
  return seen;
}

/** Makes the same run with and without bounds. */
async function compare(vectors: VectorRows, spec: LloydSpec): Promise<void> {
  const plain = await rounds(vectors, {...spec, bounds: false});
  expect(plain.length).toBeGreaterThan(1);
  expect(await rounds(vectors, {...spec, bounds: true})).toEqual(plain);
}

describe("Lloyd with bounds", () => {
  for (const [name, draw] of Object.entries(kinds))
    it(`makes every round as if all distances were computed: ${name}`, async () => {
      for (const [seed, shape] of shapes.entries()) {
        const vectors = rowsInMemory(draw(createRandom(seed), shape), shape.dimension);
        const weights = seed === 2 ? Float64Array.from({length: shape.rows}, (_, i) => 1 + (i % 3)) : undefined;
        await compare(vectors, {k: shape.k, seed, empty: "keep", weights});
      }
    });

  it("does so in threads that have a part of a vector file each", async () => {
    const shape = {rows: 40_000, dimension: 6, k: 260};
    const writer = new VectorWriter(join(folder, "rows"), shape.dimension);
    writer.append(kinds.clustered!(createRandom(9), shape));
    const vectors = writer.finish();
    await compare(vectors, {k: shape.k, seed: 9, empty: "keep"});
    vectors.close();
  });

  it("goes on from bounds that were kept on disk, in a stretch of the rows", async () => {
    const shape = {rows: 38_000, dimension: 12, k: 300};
    const writer = new VectorWriter(join(folder, "kept"), shape.dimension);
    writer.append(kinds.clustered!(createRandom(5), shape));
    const vectors = writer.finish();
    const start = vectors.read(0, shape.k);
    const weights = Float64Array.from({length: 37_000}, (_, i) => 1 + (i % 4));
    const range = {path: vectors.path, from: 1000, to: shape.rows, k: shape.k, weights};
    const centroids = start.slice();
    let kept: KeptBounds | null = null;
    for (let round = 0; round < 6; round++) {
      const plain = await assignRange({...range, centroids, bounds: false});
      const {bounds, ...bounded} = await assignRange({...range, centroids, bounds: true, kept});
      expect(bounded).toEqual({labels: plain.labels, sums: plain.sums, masses: plain.masses, inertia: plain.inertia});
      kept = {...structuredClone(bounds!), labels: bounded.labels, before: centroids.slice()};
      moveToMeans(centroids, plain);
    }
    vectors.close();
  });
});
