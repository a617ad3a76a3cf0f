import {readFileSync} from "node:fs";
import type {Plan, Unit} from "../unit.js";
import {journalBytes, logFile} from "../unit-files.js";
import {readUnitRecord} from "../unit-record.js";
import type {Task} from "./client.js";
import type {JobsLog} from "./jobs-log.js";
import type {Known} from "./standing.js";

/** What the files of a study's units say, with the tasks of its jobs. */
export const knownOf = ({study}: Plan, {all: jobs, run}: JobsLog, tasks: readonly Task[]): Known => ({
  recordOf: (id) => readUnitRecord(study, id),
  bytesOf: (unit) => bytesOf(study, unit),
  tailOf: ({name}, index) => tailOf(logFile(study, name, index)),
  ...{jobs, tasks, run}
});

/** Bytes of the journals of a unit and of those that it needs: they grow with each answer. */
export const bytesOf = (study: string, {id, after}: Unit): number =>
  [id, ...after].reduce((sum, each) => sum + journalBytes(study, each), 0);

const maxTail = 300; // characters

/** The last line that a task wrote. */
function tailOf(file: string): string {
  try {
    return readFileSync(file, "utf8").trimEnd().split("\n").at(-1)!.slice(-maxTail);
  } catch {
    return "";
  }
}
