import type {TurfIndex} from "../index/turf-index.js";
import {hypergeometricTail} from "./hypergeometric.js";
import {distinctPairs, type RetrievedPair} from "./retrieve.js";

/** What the retrieved candidates say of one cluster of queries. */
export interface ClusterEvidence {
  cluster: number;
  hits: number; // Eq. 4
  pairs: number; // distinct among them
  expected: number; // hits of as many candidates drawn at random
  lift: number | null;
  z: number; // how far the pairs stand above chance, about in standard deviations: signed root of the likelihood ratio
  p: number;
  q: number; // filled in for all clusters and cruxes of a trace together
}

/**
 * Eq. 4 and its null. Hits count a candidate once a cluster. Expected hits are the base rate's: each candidate's pair
 * has the cluster as often as any pair of the corpus. The test counts distinct pairs, since several attributes of one
 * response can be retrieved and are no independent draws: hypergeometric, the retrieved pairs against all pairs.
 */
export function clusterEvidence(
  {
    pairClusters: {starts, clusters, pairs},
    pairCount,
    clusterCount
  }: Pick<TurfIndex, "pairClusters" | "pairCount" | "clusterCount">,
  candidates: readonly RetrievedPair[]
): ClusterEvidence[] {
  const hits = new Uint32Array(clusterCount);
  const distinct = new Uint32Array(clusterCount);
  const count = (pair: number, counts: Uint32Array): void => {
    for (let i = starts[pair]!; i < starts[pair + 1]!; i++) counts[clusters[i]!]!++;
  };
  for (const {pair} of candidates) count(pair, hits);
  const retrieved = distinctPairs(candidates);
  for (const pair of retrieved) count(pair, distinct);
  return Array.from(hits, (found, cluster) => {
    const expected = (candidates.length * pairs[cluster]!) / pairCount;
    return {
      cluster,
      hits: found,
      pairs: distinct[cluster]!,
      expected,
      lift: expected === 0 ? null : found / expected,
      z: likelihoodRoot(distinct[cluster]!, pairCount, pairs[cluster]!, retrieved.length),
      p: hypergeometricTail(distinct[cluster]!, pairCount, pairs[cluster]!, retrieved.length),
      q: 1
    };
  });
}

/** Benjamini-Hochberg over every cluster of every crux: fills in q, in place. */
export function adjust(tests: readonly ClusterEvidence[]): void {
  const sorted = tests.toSorted((a, b) => b.p - a.p);
  let least = 1;
  for (const [i, test] of sorted.entries()) {
    least = Math.min(least, (test.p * tests.length) / (tests.length - i));
    test.q = least;
  }
}

/**
 * Signed root of the likelihood ratio of the four counts (in the cluster or not, retrieved or not) against
 * independence: near chance it is the number of standard deviations, far from it, unlike these, it measures how
 * unlikely the counts are. It ranks clusters: raw hits would rank by base rate, lift and plain standard deviations by
 * rarity, and p is 0 to all digits for many of them.
 */
function likelihoodRoot(found: number, total: number, marked: number, drawn: number): number {
  const part = (count: number, expected: number): number => (count === 0 ? 0 : count * Math.log(count / expected));
  const expected = (drawn * marked) / total;
  const ratio =
    part(found, expected) +
    part(drawn - found, drawn - expected) +
    part(marked - found, marked - expected) +
    part(total - marked - drawn + found, total - marked - drawn + expected);
  return Math.sign(found - expected) * Math.sqrt(Math.max(0, 2 * ratio));
}
