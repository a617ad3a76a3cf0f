import type {ClusterEvidence} from "./evidence.js";
import type {TracedCrux} from "./trace.js";
import type {QueryAttribute} from "./trigger.js";

/**
 * What the training queries of such responses have and the failing one lacks. Where its trigger explains most of what
 * was retrieved (half of the candidates, and twice as many as chance gives) there is nothing of the kind: null. Else
 * the cluster that does so and that the query has no attribute in; of several, the one that stands farthest above
 * chance.
 */
export function lackingCluster(
  {evidence, candidates, trigger}: Pick<TracedCrux, "evidence" | "candidates" | "trigger">,
  attributes: readonly QueryAttribute[]
): number | null {
  const explains = ({hits, lift}: ClusterEvidence): boolean => hits >= candidates.length / 2 && (lift ?? 0) >= 2;
  if (candidates.length === 0 || (trigger !== null && explains(evidence[trigger.cluster]!))) return null;
  const own = new Set(attributes.map(({cluster}) => cluster));
  const others = evidence.filter((each) => !own.has(each.cluster) && explains(each));
  return others.reduce((best, each) => (each.z > best.z ? each : best), others[0]!)?.cluster ?? null;
}
