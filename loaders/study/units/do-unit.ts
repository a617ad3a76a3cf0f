import {hostname} from "node:os";
import {setTimeout as sleep} from "node:timers/promises";
import {isBudgetReached} from "../../model/budget.js";
import {isPause} from "../../model/pause.js";
import type {Study} from "../../step/study.js";
import {tryLockFolder} from "../../store/lock.js";
import type {Recorder} from "../../store/recorder.js";
import {gatherId, type Plan, type Unit} from "../../engine/unit.js";
import {unitFiles} from "../../engine/unit-files.js";
import {
  isUnitDone,
  readUnitRecord,
  writeUnitRecord,
  type UnitRecord,
  type UnitState
} from "../../engine/unit-record.js";
import {formatUserError, isUserError, UserError} from "../../util/user-error.js";
import type {LiveStep} from "../run/live-step.js";
import {gatherStudy} from "./gather-study.js";
import {runUnit, type RunUnitOptions} from "./run-unit.js";
import {takeSlot} from "./slots.js";

export interface DoUnitOptions extends RunUnitOptions {
  wait?: boolean; // until the units that it needs are complete
}

const recordEveryInMs = 3000;
const pollInMs = 2000;
const maxLockWaitInMs = 120_000; // longer than a lock stays after its owner died on another node

/**
 * Does one unit, and keeps on disk how far it is and how it ended. A unit that is complete is left as it is; one whose
 * needs are not complete ends as `waiting`. Throws what ended it, once that is on disk.
 */
export async function doUnit(study: Study, unit: Unit, plan: Plan, options: DoUnitOptions = {}): Promise<UnitRecord> {
  const release = await lockUnit(study.name, unit, options.signal);
  const watch = new UnitWatch(study.name, unit, plan);
  try {
    if (isUnitDone(study.name, unit.id, plan.fingerprint)) return readUnitRecord(study.name, unit.id)!;
    const missing = await missingNeeds(study.name, unit, plan, options);
    if (missing.length > 0) {
      const which = missing.length === 1 ? `${missing[0]} is` : `${missing.length} units are`;
      return watch.write("waiting", `${which} not complete yet`);
    }
    watch.start();
    if (unit.id === gatherId) await gather(study, plan, options);
    else await runInSlot(study, unit, plan, {...options, onSteps: watch.follow});
    return watch.write("done");
  } catch (error) {
    watch.write(...endingOf(error, plan, options.signal));
    throw error;
  } finally {
    watch.stop();
    release();
  }
}

/** The units that one needs and that are not complete; waits for them if it is told to. */
async function missingNeeds(
  study: string,
  {after}: Unit,
  {fingerprint}: Plan,
  {wait = false, signal}: DoUnitOptions
): Promise<string[]> {
  for (;;) {
    const missing = after.filter((id) => !isUnitDone(study, id, fingerprint));
    if (missing.length === 0 || !wait) return missing;
    await sleep(pollInMs, undefined, {signal});
  }
}

async function runInSlot(study: Study, unit: Unit, plan: Plan, options: RunUnitOptions): Promise<void> {
  const release = await takeSlot(study, unit, plan, options.signal);
  try {
    await runUnit(study, unit, plan, options);
  } finally {
    release();
  }
}

async function gather(study: Study, plan: Plan, options: RunUnitOptions): Promise<void> {
  const {state, error} = await gatherStudy(study, plan, options);
  if (state === "finished") return;
  options.signal?.throwIfAborted();
  throw new UserError(`the study is ${state}${error === null ? "" : `: ${error}`}`);
}

/** Holds a unit: one that was put elsewhere waits until the process that had it is known to be gone. */
async function lockUnit(study: string, {id}: Unit, signal?: AbortSignal): Promise<() => void> {
  const {folder} = unitFiles(study, id);
  const until = Date.now() + maxLockWaitInMs;
  for (;;) {
    const release = tryLockFolder(folder, `unit ${id} of ${study}`);
    if (release !== null) return release;
    if (Date.now() > until) throw new UserError(`unit ${id} of ${study} is being run by another process`);
    await sleep(1000, undefined, {signal});
  }
}

function endingOf(error: unknown, plan: Plan, signal?: AbortSignal): [UnitState, string, boolean?] {
  if (signal?.aborted) return ["stopped", "a signal ended it"];
  if (isBudgetReached(error))
    return ["paused", `the budget of $${plan.options.budgetInUsd} has no room for its next call`, true];
  const message = isUserError(error) ? formatUserError(error) : error instanceof Error ? error.message : String(error);
  return [isPause(error) ? "paused" : "failed", message];
}

/** Writes how far a unit is, from time to time. */
class UnitWatch {
  readonly #started = new Date().toISOString();
  #steps: readonly LiveStep[] = [];
  #recorder: Recorder | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly study: string,
    private readonly unit: Unit,
    private readonly plan: Plan
  ) {}

  follow = (steps: readonly LiveStep[], recorder: Recorder): void => {
    this.#steps = steps;
    this.#recorder = recorder;
  };

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

  write(state: UnitState, error: string | null = null, isOverBudget = false): UnitRecord {
    this.stopAt(state);
    const job = [process.env.SLURM_ARRAY_JOB_ID ?? process.env.SLURM_JOB_ID, process.env.SLURM_ARRAY_TASK_ID];
    const record: UnitRecord = {
      ...{unit: this.unit.id, fingerprint: this.plan.fingerprint, state, error},
      ...(isOverBudget && {isOverBudget: true as const}),
      place: [process.env.SLURMD_NODENAME ?? hostname(), ...job.filter((part) => part !== undefined)].join(" "),
      ...{started: this.#started, updated: new Date().toISOString()},
      steps: this.#steps.map((step) => step.state()),
      asked: this.#recorder?.asked ?? 0,
      spend: this.#recorder?.spend ?? null
    };
    writeUnitRecord(this.study, record);
    return record;
  }

  private stopAt(state: UnitState): void {
    if (state !== "running") this.stop();
  }
}
