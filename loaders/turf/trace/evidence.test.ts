import {describe, expect, it} from "vitest";
import {noAttribute, slotsPerPair, slotsPerSide} from "../index/files.js";
import {pairClusters, responsePostings} from "../index/pair-clusters.js";
import {createRandom} from "../../util/random.js";
import {adjust, clusterEvidence} from "./evidence.js";
import type {RetrievedPair} from "./retrieve.js";

/** Slots of pairs whose queries and responses have these attributes. */
function slotsOf(pairs: readonly {query: number[]; response: number[]}[]): Uint32Array {
  const slots = new Uint32Array(pairs.length * slotsPerPair).fill(noAttribute);
  pairs.forEach(({query, response}, i) => {
    slots.set(query, i * slotsPerPair);
    slots.set(response, i * slotsPerPair + slotsPerSide);
  });
  return slots;
}

const candidate = (pair: number, slot = 0): RetrievedPair => ({pair, slot, attribute: 0, cosine: 1});

describe("pairClusters(slots, assignment, count)", () => {
  it("counts a pair once a cluster, however many of its attributes are in it", () => {
    const slots = slotsOf([
      {query: [0, 1, 2], response: []},
      {query: [2], response: []}
    ]);
    const {starts, clusters, pairs} = pairClusters(slots, Uint32Array.of(5, 5, 1), 6);
    expect([...starts]).toEqual([0, 2, 3]);
    expect([...clusters]).toEqual([5, 1, 1]);
    expect([...pairs]).toEqual([0, 2, 0, 0, 0, 1]);
  });
});

describe("responsePostings(slots, distinct)", () => {
  it("finds every row that has an attribute", () => {
    const slots = slotsOf([
      {query: [], response: [1, 0]},
      {query: [], response: [0]}
    ]);
    const {starts, candidates} = responsePostings(slots, 2);
    expect([...candidates.subarray(starts[0], starts[1])]).toEqual([1, slotsPerSide]);
    expect([...candidates.subarray(starts[1], starts[2])]).toEqual([0]);
  });
});

describe("clusterEvidence(index, candidates)", () => {
  const pairs = Array.from({length: 1000}, (_, i) => ({query: i < 100 ? [0, 1] : [1], response: []}));
  const index = {
    pairClusters: pairClusters(slotsOf(pairs), Uint32Array.of(0, 1), 2),
    pairCount: 1000,
    clusterCount: 2
  };

  it("has hits by candidate, pairs by row, and the base rate's expectation", () => {
    const candidates = [candidate(0), candidate(0, 3), candidate(1), candidate(500)];
    const [rare, common] = clusterEvidence(index, candidates);
    expect(rare).toMatchObject({hits: 3, pairs: 2, expected: 0.4});
    expect(common).toMatchObject({hits: 4, pairs: 3, expected: 4, p: 1});
    expect(rare!.lift).toBeCloseTo(7.5);
    expect(rare!.p).toBeGreaterThan(0.02); // two distinct rows are less evidence than three candidates look like
  });

  it("ranks a cluster that explains nearly all above a rarer one that explains a part", () => {
    const rows = Array.from({length: 1000}, (_, i) => ({
      query: [...(i < 250 ? [0] : []), ...(i < 40 ? [1] : [])],
      response: []
    }));
    const of = {...index, pairClusters: pairClusters(slotsOf(rows), Uint32Array.of(0, 1), 2)};
    const drawn = Array.from({length: 100}, (_, i) => candidate(i < 38 ? i : i < 98 ? 100 + i : 800 + i));
    const [broad, narrow] = clusterEvidence(of, drawn);
    expect([broad!.hits, narrow!.hits]).toEqual([98, 38]);
    expect(broad!.lift!).toBeLessThan(narrow!.lift!);
    expect(broad!.z).toBeGreaterThan(narrow!.z);
  });

  it("is 0 at the expectation, below 0 under it, and near chance the number of standard deviations", () => {
    const draw = (rare: number, drawn: number) =>
      clusterEvidence(
        index,
        Array.from({length: drawn}, (_, i) => candidate(i < rare ? i : 100 + i))
      )[0]!.z;
    expect(draw(20, 200)).toBe(0);
    expect(draw(10, 200)).toBeLessThan(0);
    expect(draw(25, 200)).toBeCloseTo(5 / Math.sqrt((200 * 0.1 * 0.9 * 800) / 999), 1);
  });

  it("rejects no more than its level where rows are drawn by chance", () => {
    const random = createRandom(5);
    let rejected = 0;
    for (let trial = 0; trial < 400; trial++) {
      const drawn = Array.from({length: 200}, () => candidate(Math.floor(random() * 1000)));
      const tests = clusterEvidence(index, drawn);
      adjust(tests);
      if (tests.some(({q}) => q <= 0.05)) rejected++;
    }
    expect(rejected / 400).toBeLessThanOrEqual(0.05);
  });
});

describe("adjust(tests)", () => {
  it("is Benjamini and Hochberg's step-up", () => {
    const tests = [0.01, 0.04, 0.03, 0.5].map((p) => ({...clusterEvidenceOf(p)}));
    adjust(tests);
    expect(tests.map(({q}) => Number(q.toFixed(4)))).toEqual([0.04, 0.0533, 0.0533, 0.5]);
  });
});

const clusterEvidenceOf = (p: number) => ({cluster: 0, hits: 0, pairs: 0, expected: 0, lift: null, z: 0, p, q: 1});
