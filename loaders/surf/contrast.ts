import type {StudyRoles} from "../step/prepared-study.js";
import type {RoleSettings} from "../step/role.js";
import type {Candidate} from "./candidate.js";

/** The role of the contrast model, and its key under `surf`. */
export const contrastRole = "contrast";

/** The contrast model of a study's search; null if it has none. */
export const contrastOf = ({ofStep}: Pick<StudyRoles, "ofStep">): RoleSettings | null => ofStep("surf", contrastRole);

/**
 * The score by which a candidate counts as evidence: its own, but 0 where the contrast model fails too, and null where that
 * should have answered and did not. Without a contrast model, its own.
 */
export function evidenceScore(
  {score, contrast}: Pick<Candidate, "score" | "contrast">,
  threshold: number
): number | null {
  if (score === null || score <= threshold || contrast === undefined) return score;
  if (contrast.score === null) return null;
  return contrast.score > threshold ? 0 : score;
}

/** Whether a candidate is a finding by itself: the target was flagged, and the contrast model, if any, was not. */
export const isEvidence = (candidate: Pick<Candidate, "score" | "contrast">, threshold: number): boolean =>
  (evidenceScore(candidate, threshold) ?? 0) > threshold;
