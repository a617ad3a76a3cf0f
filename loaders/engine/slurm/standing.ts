import type {EngineSettings} from "../settings.js";
import type {Plan, Unit} from "../unit.js";
import type {UnitRecord} from "../unit-record.js";
import {isLive, isStuck, type Task} from "./client.js";
import type {NodeLimits, SubmittedJob} from "./jobs-log.js";
import {moreMemory, placeOf, refusalInWords} from "./refusal.js";

/**
 * done; runs, waits: in the queue; due: to be submitted; paused: by the budget, until others return some; blocked: needs
 * a unit that failed; failed: not submitted again in this run.
 */
export type StandingState = "done" | "runs" | "waits" | "due" | "paused" | "blocked" | "failed";

/** Where a unit is, and what it gets if it is submitted next. */
export interface Standing {
  unit: Unit;
  index: number; // in the plan
  state: StandingState;
  why: string; // for people; empty where the state says it all
  memoryInMb: number;
  minutes: number;
}

/** All that is known of the units of a plan. */
export interface Known {
  recordOf(id: string): UnitRecord | undefined;
  bytesOf(unit: Unit): number; // of its journal and of those that it needs
  tailOf(job: SubmittedJob, index: number): string; // the last lines of its log
  jobs: readonly SubmittedJob[];
  tasks: readonly Task[];
  run: number; // the present run
  limits: NodeLimits;
}

/** The standing of every unit, in the order of the plan. */
export function standingsOf(plan: Plan, known: Known, settings: EngineSettings): Standing[] {
  const standings = plan.units.map((unit, index) => ({unit, index, ...standingOf(plan, unit, known, settings)}));
  const byId = new Map(standings.map((each) => [each.unit.id, each]));
  for (const standing of standings) {
    if (standing.state !== "due") continue;
    const failed = standing.unit.after.find((id) => ["failed", "blocked"].includes(byId.get(id)!.state));
    if (failed !== undefined) Object.assign(standing, {state: "blocked", why: `needs ${failed}`});
  }
  return standings;
}

type OwnStanding = Omit<Standing, "unit" | "index">;

interface Attempt {
  job: SubmittedJob;
  index: number;
  bytes: number;
  task: Task | undefined;
}

function standingOf({fingerprint}: Plan, unit: Unit, known: Known, settings: EngineSettings): OwnStanding {
  const record = known.recordOf(unit.id);
  const {memoryInMb, minutes} = settings;
  const first = {memoryInMb, minutes};
  if (record?.state === "done" && record.fingerprint === fingerprint) return {state: "done", why: "", ...first};
  const attempts = attemptsOf(unit, known);
  const live = attempts.findLast(
    ({job, task}) => isOpen(job) || (task !== undefined && isLive(task) && !isStuck(task))
  );
  if (live !== undefined) return {...queued(live.task), ...first};
  const own = attempts.filter(({job}) => job.run === known.run);
  const last = own.at(-1);
  const latest = known.jobs.findLast((job) => job.run === known.run && job.units.some(({id}) => id === unit.id));
  if (latest?.refusal !== undefined) {
    const lost = last === undefined ? "" : `${afterLoss(unit, own, known, settings, false).why}; `;
    return {state: "failed", why: `${lost}${refusalInWords(latest, settings)}`, ...first};
  }
  if (last === undefined) return {state: "due", why: "", ...first};
  const isFresh = record !== undefined && record.updated > last.job.at;
  const {memoryInMb: memory, minutes: time} = last.job;
  if (isFresh && record.state === "waiting") return {state: "due", why: "", memoryInMb: memory, minutes: time};
  if (isFresh && record.isOverBudget)
    return {state: "paused", why: record.error ?? "", memoryInMb: memory, minutes: time};
  if (isFresh && ["failed", "paused"].includes(record.state))
    return {state: "failed", why: record.error ?? "", ...first};
  return afterLoss(unit, own, known, settings, isFresh && record.state === "stopped");
}

/** Submitted as far as anybody knows: Slurm has not said so yet. */
const isOpen = ({job, refused}: SubmittedJob): boolean => job === null && refused === undefined;

function attemptsOf({id}: Unit, {jobs, tasks}: Known): Attempt[] {
  return jobs.flatMap((job) => {
    const part = job.units.find((each) => each.id === id);
    if (part === undefined || job.refused) return [];
    const {index, bytes} = part;
    return [{job, index, bytes, task: tasks.find((task) => task.name === job.name && task.index === index)}];
  });
}

function queued(task: Task | undefined): {state: StandingState; why: string} {
  if (task === undefined) return {state: "waits", why: "being submitted"};
  if (!task.state.startsWith("PENDING")) return {state: "runs", why: task.node};
  return {state: "waits", why: ["None", ""].includes(task.reason) ? "" : task.reason};
}

/** What follows where a node lost a unit: it is due again, with more of what it lacked, unless it gets nowhere. */
function afterLoss(
  unit: Unit,
  own: readonly Attempt[],
  known: Known,
  {tries, name, partition}: EngineSettings,
  wasStopped: boolean // by a signal, such as that before its time is up
): OwnStanding {
  const {job, index, task} = own.at(-1)!;
  const tail = known.tailOf(job, index);
  const ended = task === undefined || isStuck(task) ? "LOST" : task.state;
  const how = wasStopped && /^(FAILED|COMPLETED|LOST)/.test(ended) ? "TIMEOUT" : ended;
  const bytes = known.bytesOf(unit);
  const idle = own.filter((attempt) => attempt.bytes === bytes).length;
  const lines = tail.split("\n");
  const short = lines.find((line) => outOfMemory.test(line));
  const isShort = how.startsWith("OUT_OF_ME") || short !== undefined;
  const {limits} = known;
  const isSlow = how.startsWith("TIMEOUT") && idle > 0;
  const next = {
    memoryInMb: isShort ? doubled(job.memoryInMb, limits.memoryInMb) : job.memoryInMb,
    minutes: isSlow ? doubled(job.minutes, limits.minutes) : job.minutes
  };
  const said = (short ?? lines.at(-1)!).slice(-maxSaid);
  const words = `${inWords(isShort ? "OUT_OF_MEMORY" : how)}${said === "" ? "" : `: ${said}`}`;
  if (how.startsWith("CANCELLED") && !isShort)
    return {state: "failed", why: "cancelled by somebody: run it again to continue", ...next};
  if (isShort && next.memoryInMb === job.memoryInMb)
    return {
      state: "failed",
      why: `${words}; it had ${job.memoryInMb} MB, as much as any node of ${placeOf({partition})} has: ${moreMemory} in data/engines/${name}.yaml`,
      ...next
    };
  if (idle >= tries)
    return {state: "failed", why: `ended ${idle} times without a new answer, at last ${words}`, ...next};
  return {state: "due", why: words, ...next};
}

/** Twice as much, or as much as there is. */
const doubled = (amount: number, most: number | null): number =>
  Math.max(amount, Math.min(2 * amount, most ?? Infinity));

/** What Slurm or the kernel write; Slurm calls such a job FAILED or CANCELLED where it watches memory itself. */
const outOfMemory = /oom.kill|out of memory|exceeded (job |step )?memory limit/i;
const maxSaid = 300; // characters of a log

const inWords = (state: string): string =>
  ({
    LOST: "it was lost",
    COMPLETED: "it ended early",
    FAILED: "it failed",
    TIMEOUT: "its time was up",
    NODE_FAIL: "its node failed",
    PREEMPTED: "it was preempted",
    OUT_OF_MEMORY: "it was out of memory"
  })[state] ?? state.toLowerCase().replaceAll("_", " ");
