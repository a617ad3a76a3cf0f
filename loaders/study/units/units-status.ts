import {readEngine} from "../../engine/settings.js";
import {findTasks} from "../../engine/slurm/client.js";
import {JobsLog} from "../../engine/slurm/jobs-log.js";
import {knownOf} from "../../engine/slurm/known.js";
import {standingsOf, type Standing, type StandingState} from "../../engine/slurm/standing.js";
import {readPlan} from "../../engine/plan-file.js";
import type {Plan} from "../../engine/unit.js";
import {unitFiles} from "../../engine/unit-files.js";
import {isUnitDone, readUnitRecord, type UnitState} from "../../engine/unit-record.js";
import {isFolderHeld} from "../../store/lock.js";
import {isUserError} from "../../util/user-error.js";
import {unitsInWords} from "./units-progress.js";

const maxNamed = 10; // units

/** Where the units of a study are, in lines; none where it has no units, or all of them are done. */
export async function unitsStatus(study: string): Promise<string[]> {
  const plan = maybePlan(study);
  if (plan === undefined || plan.units.every(({id}) => isUnitDone(study, id, plan.fingerprint))) return [];
  const jobs = new JobsLog(study);
  if (jobs.all.length === 0) return inLines(plan.units.map((_, index) => withoutQueue(plan, index)));
  try {
    const tasks = await findTasks(jobs.all.filter(({refused}) => refused === undefined).map(({name}) => name));
    const lines = inLines(standingsOf(plan, knownOf(plan, jobs, tasks), readEngine(jobs.engine ?? "slurm")));
    return jobs.isStopped ? [...lines, `    stopped: surfturf run ${study} --on ${jobs.engine} goes on`] : lines;
  } catch (error) {
    const lines = inLines(plan.units.map((_, index) => withoutQueue(plan, index)));
    return [...lines, `    the queue could not be asked: ${error instanceof Error ? error.message : String(error)}`];
  }
}

function maybePlan(study: string): Plan | undefined {
  try {
    return readPlan(study);
  } catch (error) {
    if (isUserError(error)) return undefined; // said where it is used
    throw error;
  }
}

const states: Record<Exclude<UnitState, "done">, StandingState> = {
  running: "due",
  failed: "failed",
  stopped: "due",
  paused: "paused",
  waiting: "due"
};

/** Where a unit is by its own files alone. */
function withoutQueue({study, units, fingerprint}: Plan, index: number): Standing {
  const unit = units[index]!;
  const rest = {unit, index, memoryInMb: 0, minutes: 0};
  const record = readUnitRecord(study, unit.id);
  if (isFolderHeld(unitFiles(study, unit.id).folder)) return {...rest, state: "runs", why: record?.place ?? ""};
  if (record === undefined || (record.state === "done" && record.fingerprint !== fingerprint))
    return {...rest, state: "due", why: ""};
  if (record.state === "done") return {...rest, state: "done", why: ""};
  return {...rest, state: states[record.state], why: record.error ?? ""};
}

function inLines(standings: readonly Standing[]): string[] {
  const named = standings.filter(({state, why}) => why !== "" && state !== "done");
  const lines = named.slice(0, maxNamed).map(({unit, state, why}) => `    ${unit.id} ${inWord[state]}: ${why}`);
  const more = named.length - lines.length;
  return [`  ${unitsInWords(standings)}`, ...lines, ...(more > 0 ? [`    and ${more} more`] : [])];
}

const inWord: Record<StandingState, string> = {
  ...{done: "done", runs: "running", waits: "waiting", due: "to be run"},
  ...{paused: "paused", blocked: "blocked", failed: "failed"}
};
