import {join} from "node:path";
import {existsSync} from "node:fs";
import type {StudyManifest} from "../../../src/shared/manifest.js";
import type {Study} from "../../step/study.js";
import {JournalReader} from "../../store/journal.js";
import {keepIn} from "../../store/kept-results.js";
import {lockStudy} from "../../store/lock.js";
import {SpendMeter} from "../../store/spend.js";
import {Ledger} from "../../engine/ledger.js";
import type {Plan} from "../../engine/unit.js";
import {resultsFolder} from "../../engine/unit-files.js";
import {studyFolder} from "../../util/paths.js";
import {UserError} from "../../util/user-error.js";
import {runStudy, type RunOptions} from "../run/run-study.js";
import {servedByGather} from "./servers.js";
import {heldUnits, mergeJournals} from "./unit-journals.js";

/** What the study itself spent is in the ledger under a name that no unit has. */
const studyName = "study";

/**
 * Puts a study together from its units: merges their journals into its own, then runs it. Whatever units asked is found
 * there, so its tables are those of a run on one machine; steps that are not divided are run here.
 */
export async function gatherStudy(study: Study, plan: Plan, options: RunOptions = {}): Promise<StudyManifest> {
  await mergeUnits(study.name, plan);
  const {budgetInUsd, cache} = plan.options;
  try {
    return await runStudy(study, {
      ...options,
      cache,
      served: servedByGather(study),
      keep: keepIn(resultsFolder(study.name)),
      ...(budgetInUsd !== null && {budgetInUsd})
    });
  } finally {
    await mergeUnits(study.name, plan); // what was spent here is in the ledger from now on
  }
}

/**
 * Merges the journals of units into that of the study, and notes in the ledger what the study has spent besides them.
 * Throws a UserError if a unit is running.
 */
export async function mergeUnits(study: string, plan: Plan | undefined): Promise<void> {
  const [held] = heldUnits(study);
  if (held !== undefined)
    throw new UserError(`units of ${study} are running, such as ${held}: wait for them, or surfturf stop ${study}`);
  const release = await lockStudy(study);
  try {
    const charged = await mergeJournals(study);
    const budgetInUsd = plan?.options.budgetInUsd ?? null;
    if (plan === undefined || budgetInUsd === null) return;
    const own = Math.max(0, spentBy(study) - charged);
    await new Ledger(study, budgetInUsd, plan.units.length).settle(studyName, own);
  } finally {
    await release();
  }
}

/** US dollars that all records of the study's journal count as. */
function spentBy(study: string): number {
  const path = join(studyFolder(study), "journal.jsonl");
  if (!existsSync(path)) return 0;
  const journal = JournalReader.open(path);
  try {
    return SpendMeter.of(journal).charged;
  } finally {
    journal.close();
  }
}
