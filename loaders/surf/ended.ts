import type {Row} from "../../src/shared/schema.js";
import type {RunTracker} from "./tracker.js";

/** When a run ends. */
export interface EndRules {
  iterations: number; // T
  patience: number; // iterations without a change of the buffer after which a run ends; 0: never
  hopeless: {from: number; below: number; last: number} | null; // the released code's rule; null: never
}

/** Why a run has ended; undefined while it continues. */
export function whyEnded(
  {iterations: done, tops, unchanged}: Pick<RunTracker, "iterations" | "tops" | "unchanged">,
  {iterations, patience, hopeless}: EndRules
): Extract<Row<"runs">["ended"], string> | undefined {
  if (done >= iterations) return "finished";
  if (patience > 0 && unchanged >= patience) return "converged";
  if (hopeless !== null && done >= hopeless.from && done >= hopeless.last) {
    const last = tops.slice(-hopeless.last);
    if (last.every((top) => top !== null && top < hopeless.below)) return "hopeless";
  }
  return undefined;
}
