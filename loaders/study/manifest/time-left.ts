import {existsSync} from "node:fs";
import {join} from "node:path";
import type {StudyManifest} from "../../../src/shared/manifest.js";
import {sum} from "../../../src/shared/statistics.js";
import {JournalReader} from "../../store/journal.js";
import {studyFolder} from "../../util/paths.js";

const callsMeasured = 500; // the last calls of the journal, from which the pace is taken

/**
 * Seconds that a running study still needs at the pace of its last calls; null if it is not running or has done too
 * little to tell.
 */
export function secondsLeft({name, state, steps, spend}: StudyManifest): number | null {
  const path = join(studyFolder(name), "journal.jsonl");
  const [planned, done] = [sum(steps.map(({planned}) => planned)), sum(steps.map(({done}) => done))];
  if (state !== "running" || done === 0 || !existsSync(path)) return null;
  const callsLeft = (spend.calls / done) * Math.max(0, planned - done);
  const pace = callsPerSecond(path);
  return pace === null ? null : Math.round(callsLeft / pace);
}

function callsPerSecond(path: string): number | null {
  const journal = JournalReader.open(path);
  try {
    const first = Math.max(0, journal.size - callsMeasured);
    if (journal.size - first < 2) return null;
    const timeOf = (ordinal: number) => Date.parse(journal.read(ordinal).at);
    const [from, to] = [timeOf(first), timeOf(journal.size - 1)];
    return to > from ? ((journal.size - 1 - first) * 1000) / (to - from) : null;
  } finally {
    journal.close();
  }
}
