import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, describe, expect, it} from "vitest";
import {createRandom, integerBelow, normal} from "../../util/random.js";
import {assignByCosine, kMeans, type KMeansOptions} from "./k-means.js";
import {drawRows} from "./draw-rows.js";
import {Lloyd} from "./lloyd.js";
import {allot} from "./two-level.js";
import {VectorWriter} from "./vector-file.js";
import {rowsInMemory} from "./vector-rows.js";

const folder = mkdtempSync(join(tmpdir(), "surfturf-kmeans-"));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

type Rows = number[][];
let files = 0;

async function cluster(rows: Rows, options: KMeansOptions) {
  const writer = new VectorWriter(join(folder, `v${files++}`), rows[0]!.length);
  writer.append(Float32Array.from(rows.flat()));
  const vectors = writer.finish();
  try {
    return await kMeans(vectors, options);
  } finally {
    vectors.close();
  }
}

const square = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return sum;
};

/** Lloyd in the plainest way, in doubles, from given centroids. */
function plainLloyd(rows: Rows, start: Rows, tolerance: number): {inertia: number[]; labels: number[]} {
  let centroids = start;
  const inertia: number[] = [];
  let before: number[] = [];
  for (;;) {
    const distances = rows.map((row) => centroids.map((centroid) => square(row, centroid)));
    const labels = distances.map((to) => to.indexOf(Math.min(...to)));
    inertia.push(distances.reduce((sum, to) => sum + Math.min(...to), 0));
    const last = inertia.at(-2);
    if (last !== undefined && (last - inertia.at(-1)! < tolerance * last || labels.every((l, i) => l === before[i])))
      return {inertia, labels};
    if (inertia.length === 20) return {inertia, labels};
    before = labels;
    centroids = centroids.map((centroid, j) => {
      const mine = rows.filter((_, i) => labels[i] === j);
      return mine.length === 0
        ? centroid
        : centroid.map((_, d) => mine.reduce((s, row) => s + row[d]!, 0) / mine.length);
    });
  }
}

function blobs(seed: number, count: number, centres: number, dimension: number, spread: number) {
  const random = createRandom(seed);
  const middles = Array.from({length: centres}, () => Array.from({length: dimension}, () => normal(random)));
  const truth = Array.from({length: count}, () => integerBelow(random, centres));
  const rows = truth.map((blob) => middles[blob]!.map((value) => Math.fround(value + spread * normal(random))));
  return {rows, truth, middles};
}

describe("kMeans(vectors, options)", () => {
  it("goes the way of a plain implementation from the same start", async () => {
    const {rows} = blobs(1, 700, 12, 10, 0.5);
    const start = rows.slice(0, 15);
    const {inertia, assignment, sizes} = await cluster(rows, {k: 15, start: Float32Array.from(start.flat())});
    const plain = plainLloyd(rows, start, 0.001);
    expect(inertia.length).toBe(plain.inertia.length);
    inertia.forEach((value, i) => expect(value).toBeCloseTo(plain.inertia[i]!, 3));
    expect([...assignment]).toEqual(plain.labels);
    expect([...sizes]).toEqual(Array.from(sizes, (_, j) => plain.labels.filter((label) => label === j).length));
  });

  it("clusters a row of some weight as if it stood there so many times", async () => {
    const {rows} = blobs(3, 200, 6, 8, 0.5);
    const weights = Float64Array.from(rows, (_, i) => 1 + (i % 5));
    const start = Float32Array.from(rows.slice(0, 9).flat());
    const weighed = await cluster(rows, {k: 9, start, weights});
    const repeated = await cluster(
      rows.flatMap((row, i) => Array.from({length: weights[i]!}, () => row)),
      {k: 9, start}
    );
    weighed.inertia.forEach((value, i) => expect(value).toBeCloseTo(repeated.inertia[i]!, 3));
    weighed.centroids.forEach((value, i) => expect(value).toBeCloseTo(repeated.centroids[i]!, 4));
    expect(weighed.sizes.reduce((sum, size) => sum + size, 0)).toBe(200);
  });

  it("recovers planted blobs", async () => {
    const {rows, truth} = blobs(2, 1500, 5, 16, 0.05);
    const best = await Promise.all([1, 2, 3, 4].map((seed) => cluster(rows, {k: 5, seed, empty: "move"})));
    const {assignment} = best.sort((a, b) => a.inertia.at(-1)! - b.inertia.at(-1)!)[0]!;
    const pairs = new Set(truth.map((blob, i) => `${blob} ${assignment[i]}`));
    expect(pairs.size).toBe(5);
  });

  it("never lets inertia rise, and gives the assignment of the centroids it gives", async () => {
    const {rows} = blobs(3, 900, 30, 8, 0.4);
    const {inertia, centroids, assignment} = await cluster(rows, {k: 40, tolerance: 0});
    inertia.slice(1).forEach((value, i) => expect(value).toBeLessThanOrEqual(inertia[i]! * (1 + 1e-9)));
    const sum = rows.reduce((total, row, i) => {
      const at = assignment[i]! * 8;
      return total + square(row, centroids.subarray(at, at + 8));
    }, 0);
    expect(sum).toBeCloseTo(inertia.at(-1)!, 3);
  });

  it("gives the same clusters for the same seed, others for another", async () => {
    const {rows} = blobs(4, 400, 10, 6, 0.5);
    const [a, b, c] = await Promise.all([5, 5, 6].map((seed) => cluster(rows, {k: 12, seed})));
    expect(a).toEqual(b);
    expect(a!.inertia).not.toEqual(c!.inertia);
  });

  it("keeps an empty cluster's centroid, or moves it where asked", async () => {
    const rows = [
      [0, 0],
      [0.1, 0],
      [5, 5],
      [5, 5.1],
      [-9, 9]
    ];
    const start = Float32Array.of(0, 0, 100, 100, 5, 5);
    const kept = await cluster(rows, {k: 3, start: start.slice(), tolerance: 0});
    expect([...kept.centroids.subarray(2, 4)]).toEqual([100, 100]);
    expect(kept.sizes[1]).toBe(0);
    const moved = await cluster(rows, {k: 3, start: start.slice(), tolerance: 0, empty: "move"});
    expect(Math.min(...moved.sizes)).toBe(1);
    expect(moved.inertia.at(-1)).toBeLessThan(kept.inertia.at(-1)!);
  });

  it("takes one point, duplicates, and k above the number of rows", async () => {
    const one = await cluster([[1, 2]], {k: 5});
    expect([...one.centroids]).toEqual([1, 2]);
    expect(one.inertia.at(-1)).toBe(0);
    const same = await cluster(
      Array.from({length: 50}, () => [3, 4]),
      {k: 4}
    );
    expect([...same.sizes]).toEqual([50, 0, 0, 0]);
    expect(same.inertia.at(-1)).toBe(0);
    const all = await cluster(
      [
        [0, 0],
        [1, 0],
        [0, 1]
      ],
      {k: 9}
    );
    expect([...all.sizes]).toEqual([1, 1, 1]);
  });

  it("starts from clusters of clusters where asked, and ends no worse", async () => {
    const {rows} = blobs(7, 4000, 150, 8, 0.3);
    const [one, two] = await Promise.all([1, 2].map((levels) => cluster(rows, {k: 200, levels: levels as 1 | 2})));
    expect(two!.inertia.length).toBeLessThanOrEqual(3);
    expect(two!.inertia.at(-1)).toBeLessThan(one!.inertia.at(-1)! * 1.02);
    expect(two!.centroids.length).toBe(200 * 8);
    const same = await cluster(
      Array.from({length: 9}, (_, i) => [i % 2, 0]),
      {k: 9, levels: 2}
    );
    expect(same.inertia.at(-1)).toBe(0);
  });

  it("gives with many clusters, in threads and with bounds, what computing all distances gives", async () => {
    const {rows} = blobs(8, 20_000, 300, 4, 0.4);
    const start = Float32Array.from(rows.slice(0, 1100).flat());
    const {inertia, assignment, centroids} = await cluster(rows, {k: 1100, start, iterations: 4, tolerance: 0});
    const values = rowsInMemory(Float32Array.from(rows.flat()), 4);
    const plain = new Lloyd(values, {k: 1100, seed: 1, empty: "keep", centroids: start.slice(), bounds: false});
    await plain.run(4, 0);
    expect(inertia).toHaveLength(4);
    expect(Buffer.from(assignment.buffer).equals(Buffer.from(plain.assignment.buffer))).toBe(true);
    expect(Buffer.from(centroids.buffer).equals(Buffer.from(plain.centroids.buffer))).toBe(true);
  });

  it("stops when aborted", async () => {
    const {rows} = blobs(5, 300, 10, 6, 0.5);
    const stop = new AbortController();
    const onIteration = () => stop.abort(new Error("enough"));
    await expect(cluster(rows, {k: 20, signal: stop.signal, onIteration})).rejects.toThrow("enough");
  });
});

describe("assignByCosine(vectors, centroids, dimension)", () => {
  it("gives the centroid of the highest cosine, whatever the lengths", async () => {
    const random = createRandom(6);
    const draw = (count: number) =>
      Array.from({length: count}, () => Array.from({length: 9}, () => normal(random) * 10 ** (4 * random() - 2)));
    const [rows, centroids] = [draw(300), draw(40)];
    const cosine = (a: number[], b: number[]) =>
      a.reduce((sum, value, i) => sum + value * b[i]!, 0) / Math.hypot(...a) / Math.hypot(...b);
    const labels = await assignByCosine(Float32Array.from(rows.flat()), Float32Array.from(centroids.flat()), 9);
    expect([...labels]).toEqual(
      rows.map((row) => {
        const all = centroids.map((centroid) => cosine(row, centroid));
        return all.indexOf(Math.max(...all));
      })
    );
  });

  it("gives the lower of two equal centroids, and 0 for a zero vector", async () => {
    const labels = await assignByCosine(Float32Array.of(0, 1, 0, 0), Float32Array.of(1, 0, 0, 2, 0, 4), 2);
    expect([...labels]).toEqual([1, 0]);
  });
});

describe("allot(sizes, k)", () => {
  it("splits k by size, at most a cluster's rows each", () => {
    expect(allot(Uint32Array.of(50, 30, 20), 10)).toEqual([5, 3, 2]);
    expect(allot(Uint32Array.of(1, 1, 98), 10)).toEqual([0, 0, 10]);
    expect(allot(Uint32Array.of(2, 0, 3), 5)).toEqual([2, 0, 3]);
    expect(allot(Uint32Array.of(7, 7, 7), 10).reduce((a, b) => a + b)).toBe(10);
  });
});

describe("drawRows(random, count, k, weights)", () => {
  it("draws different rows in order, the heavier ones more often", () => {
    const random = createRandom(7);
    const drawn = new Array<number>(4).fill(0);
    for (let trial = 0; trial < 4000; trial++)
      for (const row of drawRows(random, 4, 2, Float64Array.of(1, 1, 0, 8))) drawn[row]!++;
    expect(drawn[2]).toBe(0);
    expect(drawn[3]! / 4000).toBeGreaterThan(0.95); // 0.8, and 8/9 of the second draws after another row
    expect(Math.abs(drawn[0]! - drawn[1]!)).toBeLessThan(250);
    expect(drawRows(random, 50, 50)).toEqual(Array.from({length: 50}, (_, i) => i));
    expect(drawRows(random, 3, 3, Float64Array.of(0, 5, 0))).toEqual([0, 1, 2]);
  });
});
