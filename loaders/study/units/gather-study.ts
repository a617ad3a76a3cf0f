import type {StudyManifest} from "../../../src/shared/manifest.js";
import {mergeUnits} from "../../engine/merge-units.js";
import type {Study} from "../../step/study.js";
import {resultsFolder} from "../../engine/unit-files.js";
import {runStudy, type RunOptions} from "../run/run-study.js";
import {servedByGather} from "./servers.js";
import type {StudyPlan} from "./study-plan.js";

/**
 * Puts a study together from its units: merges their journals into its own, then runs it. Whatever units asked is found
 * there, so its tables are those of a run on one machine; steps that are not divided are run here.
 */
export async function gatherStudy(study: Study, plan: StudyPlan, options: RunOptions = {}): Promise<StudyManifest> {
  await mergeUnits(plan);
  const {budgetInUsd, cache} = plan.options;
  try {
    return await runStudy(study, {
      ...options,
      cache,
      served: servedByGather(study),
      results: resultsFolder(study.name),
      ...(budgetInUsd !== null && {budgetInUsd})
    });
  } finally {
    await mergeUnits(plan); // what was spent here is in the ledger from now on
  }
}
