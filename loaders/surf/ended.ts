import type {Row} from "../../src/shared/schema.js";
import type {RunTracker} from "./tracker.js";

export interface EndRules {
  iterations: number; // T
  patience: number; // iterations without a change of the buffer that end a run; 0: never
  hopeless: {from: number; below: number; last: number} | null; // the released code's rule; null: never
}

/** Why a run is over after the iterations it has done; undefined while it goes on. */
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
