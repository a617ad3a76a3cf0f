import type {TurfIndex} from "../index/turf-index.js";
import {hasCluster} from "./chunk-shares.js";
import type {RetrievedPair} from "./retrieve.js";
import type {TracedCrux} from "./trace.js";

const nearestShown = 15; // most alike, whatever their query
const hitsShown = 15; // and further ones that are hits

/** The training pairs shown of a crux: the most alike, then more of those whose query has the trigger's cluster. */
export function exampleCandidates(index: TurfIndex, {candidates, trigger}: TracedCrux): RetrievedPair[] {
  const seen = new Set<number>();
  const distinct = candidates.filter(({pair}) => !seen.has(pair) && seen.add(pair));
  const first = distinct.slice(0, nearestShown);
  const hits = distinct
    .slice(nearestShown)
    .filter(({pair}) => trigger !== null && hasCluster(index, pair, trigger.cluster));
  return [...first, ...hits.slice(0, hitsShown)];
}
