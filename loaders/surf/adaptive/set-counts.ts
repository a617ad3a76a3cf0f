import {maxSnapshotPairs} from "./constants.js";
import {isExplained, type Observations} from "./observations.js";

/** A pair of attributes with its distinct queries that no region explains. */
export interface PairCount {
  pair: [number, number];
  n: number;
  violations: number;
  asked: number; // distinct queries with both, explained or not, scored or not
}

/** The pairs with more than one violation, those with most first. */
export function countPairs(observations: Observations): PairCount[] {
  const counts = [...violationsByPair(observations)].filter(([, violations]) => violations > 1);
  counts.sort(([, a], [, b]) => b - a); // stable: then in the order met
  return counts.slice(0, maxSnapshotPairs).map(([key, violations]) => {
    const pair: [number, number] = [Math.floor(key / observations.size), key % observations.size];
    const asked = observations.indicesWith(pair);
    const counted = asked.filter((i) => !isExplained(observations.all[i]!));
    return {pair, n: observations.count(counted).n, violations, asked: asked.length};
  });
}

function violationsByPair({all, size}: Observations): Map<number, number> {
  const sums = new Map<number, number>();
  for (const observation of all) {
    const {attributes, outcome} = observation;
    if (outcome === null || outcome === 0 || isExplained(observation)) continue;
    for (let i = 1; i < attributes.length; i++)
      for (let j = 0; j < i; j++) {
        const key = Math.min(attributes[i]!, attributes[j]!) * size + Math.max(attributes[i]!, attributes[j]!);
        sums.set(key, (sums.get(key) ?? 0) + outcome);
      }
  }
  return sums;
}
