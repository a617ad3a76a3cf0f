import {readEngine} from "./settings.js";
import {findTasks} from "./slurm/client.js";
import {JobsLog} from "./slurm/jobs-log.js";
import {knownOf} from "./slurm/known.js";
import {standingsOf, type Standing, type StandingState} from "./slurm/standing.js";
import {readPlan} from "./plan-file.js";
import {commandOf, type Plan} from "./unit.js";
import {unitFiles} from "./unit-files.js";
import {isUnitDone, readUnitRecord, type UnitState} from "./unit-record.js";
import {isFolderHeld} from "../store/lock.js";
import {isUserError} from "../util/user-error.js";
import {unitsInWords} from "./units-in-words.js";

const maxNamed = 10; // units

/** Whether some work has been divided into units. */
export const hasUnits = (work: string): boolean => maybePlan(work) !== undefined;

/** Where the units of some work are now; by their own files alone where no queue can be asked. */
export async function standingsNow(work: string): Promise<Standing[]> {
  const plan = maybePlan(work);
  if (plan === undefined) return [];
  const jobs = new JobsLog(work);
  const asked = jobs.all.length === 0 ? null : await askQueue(plan, jobs).catch(() => null);
  return asked ?? plan.units.map((_, index) => withoutQueue(plan, index));
}

async function askQueue(plan: Plan, jobs: JobsLog): Promise<Standing[]> {
  const tasks = await findTasks(jobs.all.filter(({refused}) => refused === undefined).map(({name}) => name));
  return standingsOf(plan, knownOf(plan, jobs, tasks), readEngine(jobs.engine ?? "slurm"));
}

/** Where the units of some work are, in lines; none where it has no units, or all of them are done. */
export async function unitsStatus(work: string): Promise<string[]> {
  const plan = maybePlan(work);
  if (plan === undefined || plan.units.every(({id}) => isUnitDone(work, id, plan.fingerprint))) return [];
  const jobs = new JobsLog(work);
  if (jobs.all.length === 0) return inLines(plan.units.map((_, index) => withoutQueue(plan, index)));
  try {
    const lines = inLines(await askQueue(plan, jobs));
    return jobs.isStopped ? [...lines, `    stopped: ${commandOf(work, jobs.engine ?? "slurm")} goes on`] : lines;
  } catch (error) {
    const lines = inLines(plan.units.map((_, index) => withoutQueue(plan, index)));
    return [...lines, `    the queue could not be asked: ${error instanceof Error ? error.message : String(error)}`];
  }
}

function maybePlan(work: string): Plan | undefined {
  try {
    return readPlan(work);
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
function withoutQueue({work, units, fingerprint}: Plan, index: number): Standing {
  const unit = units[index]!;
  const rest = {unit, index, memoryInMb: 0, minutes: 0};
  const record = readUnitRecord(work, unit.id);
  if (isFolderHeld(unitFiles(work, unit.id).folder)) return {...rest, state: "runs", why: record?.place ?? ""};
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
