import {statSync} from "node:fs";
import {join} from "node:path";
import {indexFolder, studyFolder} from "../util/paths.js";
import {indexOfWork} from "./unit.js";

/** Outputs of a study, or of an index, by the name that its plan has. */
export function workFolder(work: string): string {
  const index = indexOfWork(work);
  return index === undefined ? studyFolder(work) : indexFolder(index);
}

/** The files of the units of some work. */
export const unitsFolder = (work: string): string => join(workFolder(work), "units");

/** The files of one unit: its journal, what it says of itself, and what its calls in flight are. */
export function unitFiles(work: string, id: string) {
  const folder = join(unitsFolder(work), id);
  return {
    folder,
    journal: join(folder, "journal.jsonl"),
    inFlight: join(folder, "in-flight.jsonl"),
    batches: join(folder, "batches.jsonl"),
    record: join(folder, "unit.json")
  };
}

export const planFile = (work: string): string => join(unitsFolder(work), "plan.json");
export const jobsFile = (work: string): string => join(unitsFolder(work), "jobs.jsonl");
/** What units of a study computed and the gathering takes from them. */
export const resultsFolder = (work: string): string => join(unitsFolder(work), "results");
export const ledgerFolder = (work: string): string => join(unitsFolder(work), "ledger");
export const logsFolder = (work: string): string => join(unitsFolder(work), "logs");
/** What a task of a job wrote. */
export const logFile = (work: string, job: string, index: number): string =>
  join(logsFolder(work), `${job}-${index}.txt`);

export const scriptFile = (work: string, job: string): string => join(unitsFolder(work), "jobs", `${job}.sh`);
export const followerFolder = (work: string): string => join(unitsFolder(work), "follower");

/** Bytes of a unit's journal: they grow with each answer. */
export const journalBytes = (work: string, id: string): number =>
  statSync(unitFiles(work, id).journal, {throwIfNoEntry: false})?.size ?? 0;
