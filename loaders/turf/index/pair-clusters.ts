import {noAttribute, slotsPerPair, slotsPerSide} from "./files.js";

/** The distinct clusters of each pair's query, and of each cluster the number of pairs: its base rate. */
export interface PairClusters {
  starts: Uint32Array; // pair p has clusters[starts[p] .. starts[p + 1]]
  clusters: Uint32Array;
  pairs: Uint32Array; // of each cluster, how many pairs have it
}

/** Eq. 4 counts a candidate once a cluster, whichever of its query's attributes is in it. */
export function pairClusters(slots: Uint32Array, assignment: Uint32Array, count: number): PairClusters {
  const total = slots.length / slotsPerPair;
  const starts = new Uint32Array(total + 1);
  const clusters = new Uint32Array(total * slotsPerSide);
  const pairs = new Uint32Array(count);
  let end = 0;
  for (let pair = 0; pair < total; pair++) {
    const begin = end;
    for (let slot = pair * slotsPerPair; slot < pair * slotsPerPair + slotsPerSide; slot++) {
      if (slots[slot] === noAttribute) break;
      const cluster = assignment[slots[slot]!]!;
      if (clusters.subarray(begin, end).includes(cluster)) continue;
      clusters[end++] = cluster;
      pairs[cluster]!++;
    }
    starts[pair + 1] = end;
  }
  return {starts, clusters: clusters.slice(0, end), pairs};
}

/** For each distinct response attribute the candidates that have it: pair x 10 + slot. */
export interface Postings {
  starts: Uint32Array;
  candidates: Uint32Array;
}

export function responsePostings(slots: Uint32Array, distinct: number): Postings {
  const starts = new Uint32Array(distinct + 1);
  const total = slots.length / slotsPerPair;
  const each = (visit: (id: number, candidate: number) => void): void => {
    for (let pair = 0; pair < total; pair++)
      for (let slot = 0; slot < slotsPerSide; slot++) {
        const id = slots[pair * slotsPerPair + slotsPerSide + slot]!;
        if (id === noAttribute) break;
        visit(id, pair * slotsPerSide + slot);
      }
  };
  each((id) => starts[id + 1]!++);
  for (let id = 0; id < distinct; id++) starts[id + 1]! += starts[id]!;
  const next = starts.slice();
  const candidates = new Uint32Array(starts[distinct]!);
  each((id, candidate) => (candidates[next[id]!++] = candidate));
  return {starts, candidates};
}
