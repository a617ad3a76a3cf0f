import {readFileSync} from "node:fs";
import type {Plan, Unit} from "../unit.js";
import {journalBytes, logFile} from "../unit-files.js";
import {readUnitRecord} from "../unit-record.js";
import type {Task} from "./client.js";
import type {JobsLog} from "./jobs-log.js";
import type {Known} from "./standing.js";

/** What the files of units say, with the tasks of its jobs. */
export const knownOf = ({work}: Plan, {all: jobs, run, limits}: JobsLog, tasks: readonly Task[]): Known => ({
  recordOf: (id) => readUnitRecord(work, id),
  bytesOf: (unit) => bytesOf(work, unit),
  tailOf: ({name}, index) => tailOf(logFile(work, name, index)),
  ...{jobs, tasks, run, limits}
});

/** Bytes of the journals of a unit and of those that it needs: they grow with each answer. */
export const bytesOf = (work: string, {id, after}: Unit): number =>
  [id, ...after].reduce((sum, each) => sum + journalBytes(work, each), 0);

const tailLines = 5;

/** The last lines that a task wrote, and that Slurm wrote where it ended it. */
function tailOf(file: string): string {
  try {
    return readFileSync(file, "utf8").trimEnd().split("\n").slice(-tailLines).join("\n");
  } catch {
    return "";
  }
}
