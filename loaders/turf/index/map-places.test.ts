import {describe, expect, it} from "vitest";
import {createRandom} from "../../util/random.js";
import {mapPlaces} from "./map-places.js";
import {principalPlaces} from "./principal-places.js";

const dimension = 32;
const groups = 12;
const perGroup = 20;

/** Groups of points in more directions than a plane has. */
function grouped(seed: number): Float32Array {
  const random = createRandom(seed);
  const points = new Float32Array(groups * perGroup * dimension);
  for (let i = 0; i < groups * perGroup; i++)
    for (let d = 0; d < dimension; d++)
      points[i * dimension + d] = (d === i % groups ? 1 : 0) + 0.15 * (random() - 0.5);
  return points;
}

/** Share of the ten nearest points on the map that are of the same group. */
function kept(places: readonly {x: number; y: number}[]): number {
  let same = 0;
  for (const [i, {x, y}] of places.entries()) {
    const near = places
      .map((place, j) => ({j, far: (place.x - x) ** 2 + (place.y - y) ** 2}))
      .filter(({j}) => j !== i)
      .sort((a, b) => a.far - b.far);
    same += near.slice(0, 10).filter(({j}) => j % groups === i % groups).length;
  }
  return same / (10 * places.length);
}

describe("mapPlaces(points, dimension, options)", () => {
  it("keeps neighbours together that principal components mix", async () => {
    const points = grouped(5);
    const {method, places} = await mapPlaces(points, dimension, {seed: 1});
    expect(method).toBe("umap");
    expect(kept(places)).toBeGreaterThan(0.95);
    expect(kept(principalPlaces(points, dimension))).toBeLessThan(0.8);
    expect(Math.max(...places.flatMap(({x, y}) => [Math.abs(x), Math.abs(y)]))).toBeCloseTo(1, 5);
  });

  it("gives the same map for the same points and seed", async () => {
    const [a, b] = [
      await mapPlaces(grouped(6), dimension, {seed: 2}),
      await mapPlaces(grouped(6), dimension, {seed: 2})
    ];
    expect(a).toEqual(b);
  });

  it("falls back to principal components where points are few, many, or time is up", async () => {
    const points = grouped(7);
    const few = await mapPlaces(points.slice(0, 10 * dimension), dimension, {seed: 1});
    const many = await mapPlaces(
      new Float32Array(3001 * 2).map((_, i) => i % 7),
      2,
      {seed: 1}
    );
    const late = await mapPlaces(points, dimension, {seed: 1, limitInMs: 0});
    expect([few.method, many.method, late.method]).toEqual(["pca", "pca", "pca"]);
    expect(late.places).toEqual(principalPlaces(points, dimension));
  });

  it("lays out equal points and zeros", async () => {
    const {places} = await mapPlaces(new Float32Array(50 * dimension), dimension, {seed: 1});
    expect(places).toHaveLength(50);
    expect(places.every(({x, y}) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
  });
});
