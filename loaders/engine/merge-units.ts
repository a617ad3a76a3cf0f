import {existsSync} from "node:fs";
import {join} from "node:path";
import {JournalReader} from "../store/journal.js";
import {lockFolder} from "../store/lock.js";
import {SpendMeter} from "../store/spend.js";
import {UserError} from "../util/user-error.js";
import {Ledger} from "./ledger.js";
import {indexOfWork, workInWords, type Plan} from "./unit.js";
import {workFolder} from "./unit-files.js";
import {heldUnits, mergeJournals} from "./unit-journals.js";

/** What was spent outside of units is in the ledger under a name that no unit has. */
const wholeName = (work: string): string => (indexOfWork(work) === undefined ? "study" : "index");

/**
 * Merges the journals of units into that of their study or index, and notes in the ledger what was spent besides them.
 * Throws a UserError if a unit is running.
 */
export async function mergeUnits({work, options, units}: Plan): Promise<void> {
  const [held] = heldUnits(work);
  if (held !== undefined)
    throw new UserError(`units of ${work} are running, such as ${held}: wait for them, or surfturf stop ${work}`);
  const release = await lockFolder(workFolder(work), workInWords(work));
  try {
    const charged = await mergeJournals(work);
    if (options.budgetInUsd === null) return;
    const own = Math.max(0, spentBy(work) - charged);
    await new Ledger(work, options.budgetInUsd, units.length).settle(wholeName(work), own);
  } finally {
    await release();
  }
}

/** US dollars that all records of the whole journal count as. */
function spentBy(work: string): number {
  const path = join(workFolder(work), "journal.jsonl");
  if (!existsSync(path)) return 0;
  const journal = JournalReader.open(path);
  try {
    return SpendMeter.of(journal).charged;
  } finally {
    journal.close();
  }
}
