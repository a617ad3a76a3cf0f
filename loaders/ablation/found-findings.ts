import type {Found} from "../step/step-run.js";
import type {Rubric} from "../util/rubric.js";
import type {AblatedFinding} from "./plan-ablation.js";

/** The findings of a search with their exchanges; those without texts are left out. */
export function foundFindings(rubrics: readonly Rubric[], {findings, textsOf}: Pick<Found, "findings" | "textsOf">) {
  return findings().flatMap((finding): AblatedFinding[] => {
    const rubric = rubrics.find(({name}) => name === finding.rubric);
    if (rubric === undefined || finding.candidate === null) return [];
    const {query, response} = textsOf(finding.candidate);
    return query === null || response === null ? [] : [{finding, rubric, query, response}];
  });
}
