import {hostname} from "node:os";
import {setTimeout as sleep} from "node:timers/promises";
import type {StepState} from "../../src/shared/manifest.js";
import {isBudgetReached} from "../model/budget.js";
import {isPause} from "../model/pause.js";
import {tryLockFolder} from "../store/lock.js";
import type {Recorder} from "../store/recorder.js";
import {formatUserError, isUserError, UserError} from "../util/user-error.js";
import {workInWords, type Plan, type Unit} from "./unit.js";
import {unitFiles} from "./unit-files.js";
import {isUnitDone, readUnitRecord, writeUnitRecord, type UnitRecord, type UnitState} from "./unit-record.js";

export interface PerformOptions {
  signal?: AbortSignal; // stops it cleanly: what is done is kept, and it resumes from there
  wait?: boolean; // until the units that it needs are complete
}

/** What a unit can tell of itself while it is at work. */
export interface UnitReport {
  steps(): StepState[];
  recorder?: Pick<Recorder, "asked" | "spend"> | undefined; // where it asks models
}

/** Does the work of a unit. It is told how to say how far it is. */
export type UnitWork = (follow: (report: UnitReport) => void) => Promise<void>;

const recordEveryInMs = 3000;
const pollInMs = 2000;
const maxLockWaitInMs = 120_000; // longer than a lock stays after its owner died on another node

/**
 * Does one unit, and keeps on disk how far it is and how it ended. A unit that is complete is left as it is; one whose
 * needs are not complete ends as `waiting`. Throws what ended it, once that is on disk.
 */
export async function performUnit(
  plan: Plan,
  unit: Unit,
  work: UnitWork,
  options: PerformOptions = {}
): Promise<UnitRecord> {
  const release = await lockUnit(plan.work, unit, options.signal);
  const watch = new UnitWatch(unit, plan);
  try {
    if (isUnitDone(plan.work, unit.id, plan.fingerprint)) return readUnitRecord(plan.work, unit.id)!;
    const missing = await missingNeeds(unit, plan, options);
    if (missing.length > 0) {
      const which = missing.length === 1 ? `${missing[0]} is` : `${missing.length} units are`;
      return watch.write("waiting", `${which} not complete yet`);
    }
    watch.start();
    await work(watch.follow);
    return watch.write("done");
  } catch (error) {
    watch.write(...endingOf(error, plan, options.signal));
    throw error;
  } finally {
    watch.stop();
    release();
  }
}

/** Notes that a unit has nothing to do: it is complete without having run. */
export function spareUnit(plan: Plan, unit: Unit): void {
  if (!isUnitDone(plan.work, unit.id, plan.fingerprint))
    new UnitWatch(unit, plan).write("done", null, {isSpared: true});
}

/** The units that one needs and that are not complete; waits for them if it is told to. */
async function missingNeeds(
  {after}: Unit,
  {work, fingerprint}: Plan,
  {wait = false, signal}: PerformOptions
): Promise<string[]> {
  for (;;) {
    const missing = after.filter((id) => !isUnitDone(work, id, fingerprint));
    if (missing.length === 0 || !wait) return missing;
    await sleep(pollInMs, undefined, {signal});
  }
}

/** Holds a unit: one that was put elsewhere waits until the process that had it is known to be gone. */
async function lockUnit(work: string, {id}: Unit, signal?: AbortSignal): Promise<() => void> {
  const {folder} = unitFiles(work, id);
  const until = Date.now() + maxLockWaitInMs;
  for (;;) {
    const release = tryLockFolder(folder, `unit ${id} of ${workInWords(work)}`);
    if (release !== null) return release;
    if (Date.now() > until) throw new UserError(`unit ${id} of ${workInWords(work)} is being run by another process`);
    await sleep(1000, undefined, {signal});
  }
}

type Ending = Pick<UnitRecord, "isOverBudget" | "isSpared">;

function endingOf(error: unknown, plan: Plan, signal?: AbortSignal): [UnitState, string, Ending?] {
  if (signal?.aborted) return ["stopped", "a signal ended it"];
  if (isBudgetReached(error))
    return ["paused", `the budget of $${plan.options.budgetInUsd} has no room for its next call`, {isOverBudget: true}];
  const message = isUserError(error) ? formatUserError(error) : error instanceof Error ? error.message : String(error);
  return [isPause(error) ? "paused" : "failed", message];
}

/** Writes how far a unit is, from time to time. */
class UnitWatch {
  readonly #started = new Date().toISOString();
  #report: UnitReport | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly unit: Unit,
    private readonly plan: Plan
  ) {}

  follow = (report: UnitReport): void => void (this.#report = report);

  start(): void {
    this.write("running");
    const write = (): void => {
      try {
        this.write("running");
      } catch {
        // a disk that is full ends the unit at its journal
      }
    };
    this.#timer = setInterval(write, recordEveryInMs).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  write(state: UnitState, error: string | null = null, ending: Ending = {}): UnitRecord {
    if (state !== "running") this.stop();
    const job = [process.env.SLURM_ARRAY_JOB_ID ?? process.env.SLURM_JOB_ID, process.env.SLURM_ARRAY_TASK_ID];
    const record: UnitRecord = {
      ...{unit: this.unit.id, fingerprint: this.plan.fingerprint, state, error, ...ending},
      place: [process.env.SLURMD_NODENAME ?? hostname(), ...job.filter((part) => part !== undefined)].join(" "),
      ...{started: this.#started, updated: new Date().toISOString()},
      steps: this.#report?.steps() ?? [],
      asked: this.#report?.recorder?.asked ?? 0,
      spend: this.#report?.recorder?.spend ?? null
    };
    writeUnitRecord(this.plan.work, record);
    return record;
  }
}
