import {describe, expect, it} from "vitest";
import {Neighbourhood} from "./neighbourhood.js";

/** Vectors in a plane, by their angles in degrees. */
const plane = (angles: readonly number[]) => ({
  source: "angles",
  dimension: 2,
  rows: Float32Array.from(angles.map((angle) => (angle * Math.PI) / 180).flatMap((a) => [Math.cos(a), Math.sin(a)]))
});

describe("Neighbourhood", () => {
  it("gives what is near, the nearest first, without itself", () => {
    const neighbourhood = new Neighbourhood(plane([0, 40, 10, 90, 180]));
    expect(neighbourhood.of(0)).toEqual([2, 1]); // cosine of 53 degrees: 0.6
    expect(neighbourhood.of(3)).toEqual([1]);
    expect(neighbourhood.of(4)).toEqual([]);
  });

  it("gives at most eight, and none to a vector of zeros", () => {
    const vectors = plane(Array.from({length: 20}, (_, i) => i));
    expect(new Neighbourhood(vectors).of(0)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    vectors.rows.fill(0, 0, 2);
    expect(new Neighbourhood(vectors).of(0)).toEqual([]);
    expect(new Neighbourhood(vectors).of(1)).not.toContain(0);
  });
});
