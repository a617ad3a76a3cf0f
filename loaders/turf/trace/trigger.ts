import type {ClusterEvidence} from "./evidence.js";

/** An attribute of the failing query and the cluster that it is nearest to. */
export interface QueryAttribute {
  attribute: string;
  cluster: number;
}

/** Eq. 5: the nearest cluster by cosine for each row. */
export function nearestClusters(rows: Float32Array, centroids: Float32Array, dimension: number): number[] {
  const count = centroids.length / dimension;
  const norms = Float64Array.from({length: count}, (_, c) => {
    let sum = 0;
    for (let i = 0; i < dimension; i++) sum += centroids[c * dimension + i]! ** 2;
    return Math.sqrt(sum) || Infinity;
  });
  return Array.from({length: rows.length / dimension}, (_, row) => {
    let best = 0;
    let top = -Infinity;
    for (let c = 0; c < count; c++) {
      let dot = 0;
      for (let i = 0; i < dimension; i++) dot += rows[row * dimension + i]! * centroids[c * dimension + i]!;
      if (dot / norms[c]! > top) [best, top] = [c, dot / norms[c]!];
    }
    return best;
  });
}

/** Eq. 6: the attribute of the failing query whose cluster has the most hits; undefined when it has no attributes. */
export const literalTrigger = (
  attributes: readonly QueryAttribute[],
  evidence: readonly ClusterEvidence[]
): QueryAttribute | undefined => best(attributes, ({cluster}) => evidence[cluster]!.hits);

/** Eq. 6 with base rates: the attribute whose cluster stands farthest above chance. */
export const trigger = (
  attributes: readonly QueryAttribute[],
  evidence: readonly ClusterEvidence[]
): QueryAttribute | undefined => best(attributes, ({cluster}) => evidence[cluster]!.z);

function best<T>(list: readonly T[], valueOf: (item: T) => number): T | undefined {
  let found: T | undefined;
  let top = -Infinity;
  for (const item of list) if (valueOf(item) > top) [found, top] = [item, valueOf(item)];
  return found;
}
