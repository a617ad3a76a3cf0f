import type {TurfInput} from "./spec.js";
import type {TraceSettings} from "./trace/trace.js";

/** The step `turf` in its normal form. */
export interface TurfSettings extends TraceSettings {
  index: string; // name; lab: that of the lab's world
  made?: MadeIndex; // how the study makes the index itself
  findings: number; // traced of each rubric and target
}

/** What an index is made of by rules, in this process and free of charge. */
export interface MadeIndex {
  corpus: string; // path
  clusters: number | null;
}

/** The normal form; `corpus` is the path of the key of that name. */
export const normalizeTurf = (
  {index, clusters, findings, k, similarity, polarity, seed}: Omit<TurfInput, "corpus">,
  corpus: string | null
): TurfSettings => ({
  index,
  ...(corpus !== null && {made: {corpus, clusters: clusters ?? null}}),
  findings: findings ?? 10,
  k: k ?? 1000,
  least: similarity ?? 0.5,
  polarity: polarity ?? "violate",
  seed: seed ?? 1
});
