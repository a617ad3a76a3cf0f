import type {StudyPlanOptions} from "./study-plan.js";
import type {LaneOptions} from "../../model/lane.js";
import {parseProvider} from "../../model/provider.js";
import type {Study} from "../../step/study.js";
import {rolesOf} from "../../step/study.js";

/**
 * A unit's share of what one key may do, as if all units that may run at once asked with it. A model server of its own
 * gets all that the study allows.
 */
export function limitsOf(
  model: string,
  study: Study, // of the unit
  {atOnce, limits}: Pick<StudyPlanOptions, "atOnce" | "limits">
): LaneOptions {
  const {concurrency} = study;
  if (rolesOf(study).some((role) => role.model === model && role.address !== undefined)) return {max: concurrency};
  const {rpm, tpm} = limits[parseProvider(model).provider] ?? {};
  return {
    max: Math.max(1, Math.floor(concurrency / atOnce)),
    ...(rpm !== undefined && {requestsPerMinute: rpm / atOnce}),
    ...(tpm !== undefined && {tokensPerMinute: tpm / atOnce})
  };
}
