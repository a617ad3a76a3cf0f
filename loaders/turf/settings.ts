import type {TurfInput} from "./spec.js";
import type {TraceSettings} from "./trace/trace.js";

/** The step `turf` in its normal form. */
export interface TurfSettings extends TraceSettings {
  index: string; // name; lab: that of the lab's world
  findings: number; // traced of each rubric and target
}

export const normalizeTurf = ({index, findings, k, similarity, polarity, seed}: TurfInput): TurfSettings => ({
  index,
  findings: findings ?? 10,
  k: k ?? 1000,
  least: similarity ?? 0.5,
  polarity: polarity ?? "violate",
  seed: seed ?? 1
});
