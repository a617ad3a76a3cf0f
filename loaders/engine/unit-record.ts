import {mkdirSync, readFileSync} from "node:fs";
import type {StepState} from "../../src/shared/manifest.js";
import type {Spend} from "../store/spend.js";
import {writeAtomically} from "../util/atomic-file.js";
import {unitFiles} from "./unit-files.js";

/**
 * running: a process works on it, or was killed; done; failed: an error of its own; stopped: by a signal; paused: by its
 * budget or a provider; waiting: a unit that it needs is not complete.
 */
export type UnitState = "running" | "done" | "failed" | "stopped" | "paused" | "waiting";

/** What a unit says of itself, on disk. */
export interface UnitRecord {
  unit: string;
  fingerprint: string; // of the plan
  state: UnitState;
  error: string | null;
  isOverBudget?: true; // paused by the budget that all units share
  isSpared?: true; // done without having run: others found that it has nothing to do
  place: string; // host, and the job where there is one
  started: string; // ISO date
  updated: string;
  steps: StepState[]; // its own
  asked: number; // calls of this process
  spend: Spend | null; // of its journal
}

/** The record of a unit; undefined if it has not begun. A damaged one counts as none: the unit runs again. */
export function readUnitRecord(work: string, id: string): UnitRecord | undefined {
  try {
    const record = JSON.parse(readFileSync(unitFiles(work, id).record, "utf8")) as UnitRecord;
    return typeof record?.state === "string" ? record : undefined;
  } catch {
    return undefined;
  }
}

export function writeUnitRecord(work: string, record: UnitRecord): void {
  const {folder, record: file} = unitFiles(work, record.unit);
  mkdirSync(folder, {recursive: true});
  writeAtomically(file, `${JSON.stringify(record)}\n`);
}

/** Whether a unit is complete under the plan with that fingerprint. */
export function isUnitDone(work: string, id: string, fingerprint: string): boolean {
  const record = readUnitRecord(work, id);
  return record?.state === "done" && record.fingerprint === fingerprint;
}
