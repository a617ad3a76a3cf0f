import type {Strength} from "../../../src/shared/turfTables.js";
import type {ClusterEvidence} from "./evidence.js";

const level = 0.01; // q above which a trigger is put down to chance
const minLift = 1.2; // in a large corpus a tenth more than chance is significant, and explains nothing
const minPairs = 5;

/**
 * How far a trigger stands out, in words. Not established: q above 0.01, fewer than five pairs, or hits under 1.2 times
 * their expectation. Strong: five times as many hits as expected, or twice as many that make half of all candidates.
 * Clear: twice as many. Weak: what is left.
 */
export function strengthOf({hits, pairs, lift, q}: ClusterEvidence, candidates: number): Strength {
  if (q > level || pairs < minPairs || lift === null || lift < minLift) return "not established";
  if (lift >= 5 || (lift >= 2 && hits >= candidates / 2)) return "strong";
  return lift >= 2 ? "clear" : "weak";
}
