import {existsSync} from "node:fs";
import {join} from "node:path";
import type {StudyManifest} from "../../../src/shared/manifest.js";
import {sum} from "../../../src/shared/statistics.js";
import {JournalReader} from "../../store/journal.js";
import {studyFolder} from "../../util/paths.js";

const calls = 500; // the last ones of the journal give the pace

/**
 * Seconds that a running study still takes at the pace of its last calls; null when that is not known: it is not
 * running, or has hardly begun.
 */
export function secondsLeft({name, state, steps, spend}: StudyManifest): number | null {
  const path = join(studyFolder(name), "journal.jsonl");
  const [planned, done] = [sum(steps.map(({planned}) => planned)), sum(steps.map(({done}) => done))];
  if (state !== "running" || done === 0 || !existsSync(path)) return null;
  const callsLeft = (spend.calls / done) * Math.max(0, planned - done);
  const pace = callsASecond(path);
  return pace === null ? null : Math.round(callsLeft / pace);
}

function callsASecond(path: string): number | null {
  const journal = JournalReader.open(path);
  try {
    const first = Math.max(0, journal.size - calls);
    if (journal.size - first < 2) return null;
    const [from, to] = [first, journal.size - 1].map((ordinal) => Date.parse(journal.read(ordinal).at)) as [
      number,
      number
    ];
    return to > from ? ((journal.size - 1 - first) * 1000) / (to - from) : null;
  } finally {
    journal.close();
  }
}
