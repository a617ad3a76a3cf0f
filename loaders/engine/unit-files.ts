import {statSync} from "node:fs";
import {join} from "node:path";
import {studyFolder} from "../util/paths.js";

/** The files of a study's units. */
export const unitsFolder = (study: string): string => join(studyFolder(study), "units");

/** The files of one unit: its journal, what it says of itself, and what its calls in flight are. */
export function unitFiles(study: string, id: string) {
  const folder = join(unitsFolder(study), id);
  return {
    folder,
    journal: join(folder, "journal.jsonl"),
    inFlight: join(folder, "in-flight.jsonl"),
    batches: join(folder, "batches.jsonl"),
    record: join(folder, "unit.json")
  };
}

export const planFile = (study: string): string => join(unitsFolder(study), "plan.json");
export const jobsFile = (study: string): string => join(unitsFolder(study), "jobs.jsonl");
/** What units computed and the gathering takes from them. */
export const resultsFolder = (study: string): string => join(unitsFolder(study), "results");
export const ledgerFolder = (study: string): string => join(unitsFolder(study), "ledger");
export const logsFolder = (study: string): string => join(unitsFolder(study), "logs");
/** What a task of a job wrote. */
export const logFile = (study: string, job: string, index: number): string =>
  join(logsFolder(study), `${job}-${index}.txt`);

export const scriptFile = (study: string, job: string): string => join(unitsFolder(study), "jobs", `${job}.sh`);
export const followerFolder = (study: string): string => join(unitsFolder(study), "follower");

/** Bytes of a unit's journal: they grow with each answer. */
export const journalBytes = (study: string, id: string): number =>
  statSync(unitFiles(study, id).journal, {throwIfNoEntry: false})?.size ?? 0;
