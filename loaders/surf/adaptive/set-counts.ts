import {maxSnapshotPairs} from "./constants.js";
import type {Explained} from "./explained.js";
import type {Observation, Observations} from "./observations.js";

/** Trials and flags by attribute, in candidates that no region explains. */
export interface AttributeCounts {
  n: Uint32Array;
  violations: Uint32Array;
}

/** A pair of attributes with its trials in candidates that no region explains. */
export interface PairCount {
  pair: [number, number];
  n: number;
  violations: number;
  asked: number; // candidates with both, explained or not, scored or not
}

export function countAttributes({all, size, threshold}: Observations, explained: Explained): AttributeCounts {
  const n = new Uint32Array(size);
  const violations = new Uint32Array(size);
  for (const [i, {attributes, score}] of all.entries()) {
    if (score === null || explained.has(i)) continue;
    for (const id of attributes) {
      n[id]!++;
      if (score > threshold) violations[id]!++;
    }
  }
  return {n, violations};
}

/** The pairs with more than one flag, those with most first. */
export function countPairs(observations: Observations, explained: Explained): PairCount[] {
  const flags = [...countFlaggedPairs(observations, explained)].filter(({violations}) => violations > 1);
  flags.sort((a, b) => b.violations - a.violations); // stable: then in the order met
  return flags.slice(0, maxSnapshotPairs).map(({pair, violations}) => {
    const asked = observations.indicesWith(pair);
    const n = asked.filter((i) => observations.all[i]!.score !== null && !explained.has(i)).length;
    return {pair, n, violations, asked: asked.length};
  });
}

function countFlaggedPairs(
  {all, threshold}: Observations,
  explained: Explained
): Iterable<Omit<PairCount, "n" | "asked">> {
  const counts = new Map<string, {pair: [number, number]; violations: number}>();
  for (const [i, observation] of all.entries()) {
    if (observation.score === null || observation.score <= threshold || explained.has(i)) continue;
    for (const pair of pairsOf(observation)) {
      const key = pair.join("/");
      const count = counts.get(key) ?? {pair, violations: 0};
      count.violations++;
      counts.set(key, count);
    }
  }
  return counts.values();
}

/** The pairs of a candidate's attributes, the smaller id first. */
function pairsOf({attributes}: Observation): [number, number][] {
  const sorted = [...attributes].sort((a, b) => a - b);
  return sorted.flatMap((high, i) => sorted.slice(0, i).map((low): [number, number] => [low, high]));
}
