import {describe, expect, it} from "vitest";
import {slotsPerSide} from "../index/files.js";
import type {TurfIndex} from "../index/turf-index.js";
import {retrieve} from "./retrieve.js";

/** An index of some distinct attributes, each with a cosine to any crux and the pairs that have it. */
function indexOf(attributes: readonly {cosine: number; pairs: number[]}[]): TurfIndex {
  const starts = Uint32Array.from([
    0,
    ...attributes.map((_, i) => attributes.slice(0, i + 1).flatMap(({pairs}) => pairs).length)
  ]);
  const candidates = Uint32Array.from(attributes.flatMap(({pairs}) => pairs.map((pair) => pair * slotsPerSide)));
  const ids = Uint32Array.from(attributes.keys());
  const scores = Float32Array.from(attributes, ({cosine}) => cosine);
  return {nearest: {top: async () => [{ids, scores}]}, postings: {starts, candidates}} as unknown as TurfIndex;
}

const range = (from: number, to: number): number[] => Array.from({length: to - from}, (_, i) => from + i);
const crux = new Float32Array(4);

describe("retrieve(index, crux, {k, least, seed})", () => {
  it("takes the k candidates of highest cosine, rows of one attribute each for itself", async () => {
    const index = indexOf([
      {cosine: 0.9, pairs: [3, 7]},
      {cosine: 0.8, pairs: [1]},
      {cosine: 0.7, pairs: [2, 5]}
    ]);
    const found = await retrieve(index, crux, {k: 4, least: 0, seed: 1});
    expect(found).toHaveLength(4);
    expect(new Set(found.slice(0, 2).map(({pair}) => pair))).toEqual(new Set([3, 7]));
    expect(found[2]).toMatchObject({pair: 1, attribute: 1});
  });

  it("draws among equals at the boundary, so that the first chunk of the corpus does not win", async () => {
    const index = indexOf([{cosine: 1, pairs: range(0, 2000)}]);
    const found = await retrieve(index, crux, {k: 500, least: 0, seed: 1});
    const early = found.filter(({pair}) => pair < 1000).length;
    expect(early).toBeGreaterThan(200);
    expect(early).toBeLessThan(300);
    expect(await retrieve(index, crux, {k: 500, least: 0, seed: 1})).toEqual(found);
    expect(await retrieve(index, crux, {k: 500, least: 0, seed: 2})).not.toEqual(found);
  });

  it("leaves out what is unlike the crux, but for the fifty best", async () => {
    const index = indexOf([
      {cosine: 0.9, pairs: range(0, 60)},
      {cosine: 0.2, pairs: range(60, 200)}
    ]);
    expect(await retrieve(index, crux, {k: 150, least: 0.5, seed: 1})).toHaveLength(60);
    expect(await retrieve(index, crux, {k: 150, least: 0, seed: 1})).toHaveLength(150);
  });
});
