import {wilson} from "../../../src/shared/statistics.js";
import type {TurfIndex} from "../index/turf-index.js";
import {distinctPairs, type RetrievedPair} from "./retrieve.js";

/** How much of what was retrieved comes from one chunk of the corpus. */
export interface ChunkShare {
  source: string;
  retrieved: number; // distinct pairs
  n: number; // of all chunks
  share: number;
  low: number;
  high: number;
  base: number; // share of the corpus
  lift: number | null;
  inCluster: number; // retrieved pairs of this chunk with the trigger's cluster
}

/** The chunks of the distinct retrieved pairs against the corpus; most over its base share first. */
export function chunkShares(
  index: TurfIndex,
  candidates: readonly RetrievedPair[],
  cluster: number | null
): ChunkShare[] {
  const {sources, sourceCounts, pairCount} = index;
  const retrieved = new Array<number>(sources.names.length).fill(0);
  const within = new Array<number>(sources.names.length).fill(0);
  const pairs = distinctPairs(candidates);
  for (const pair of pairs) {
    retrieved[sources.of[pair]!]!++;
    if (cluster !== null && hasCluster(index, pair, cluster)) within[sources.of[pair]!]!++;
  }
  const shares = sources.names.map((source, i): ChunkShare => {
    const {rate, low, high} = wilson(retrieved[i]!, pairs.length);
    const base = sourceCounts[i]! / pairCount;
    return {
      source,
      retrieved: retrieved[i]!,
      n: pairs.length,
      share: rate ?? 0,
      low: low ?? 0,
      high: high ?? 1,
      base,
      lift: base === 0 || rate === null ? null : rate / base,
      inCluster: within[i]!
    };
  });
  return shares.sort((a, b) => leading(b, shares) - leading(a, shares));
}

/**
 * By what a chunk leads: hits with the trigger over its base share of them; where there are none, retrieved pairs. The
 * crux alone can come from chunks that ask for it; crux and trigger together come from the chunk that links them.
 */
function leading({inCluster, retrieved, n, base}: ChunkShare, all: readonly ChunkShare[]): number {
  const hits = all.reduce((sum, each) => sum + each.inCluster, 0);
  return hits > 0 ? inCluster - base * hits : retrieved - base * n;
}

/** Whether a pair's query has an attribute in the cluster. */
export function hasCluster({pairClusters: {starts, clusters}}: TurfIndex, pair: number, cluster: number): boolean {
  return clusters.subarray(starts[pair], starts[pair + 1]).includes(cluster);
}
