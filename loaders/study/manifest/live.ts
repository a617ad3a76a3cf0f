import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import type {LivePace} from "../../../src/shared/live.js";
import type {StudyManifest} from "../../../src/shared/manifest.js";
import type {Activity} from "../../model/activity.js";
import {JournalReader} from "../../store/journal.js";
import {SpendMeter} from "../../store/spend.js";
import {studyFolder} from "../../util/paths.js";

/** What the process that runs a study wrote down of its calls a moment ago; null where there is none. */
export function readActivity(study: string): (Activity & Partial<LivePace>) | null {
  try {
    return JSON.parse(readFileSync(join(studyFolder(study), "live.json"), "utf8")) as Activity & Partial<LivePace>;
  } catch {
    return null;
  }
}

/** The manifest with what the journal says was asked and spent: it is ahead of a manifest that a process left behind. */
export function withJournalSpend(manifest: StudyManifest): StudyManifest {
  const path = join(studyFolder(manifest.name), "journal.jsonl");
  if (!existsSync(path)) return manifest;
  const journal = JournalReader.open(path);
  try {
    return journal.size === 0 ? manifest : {...manifest, spend: SpendMeter.of(journal).spend};
  } finally {
    journal.close();
  }
}
