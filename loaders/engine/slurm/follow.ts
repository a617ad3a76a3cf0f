import {randomBytes} from "node:crypto";
import {mkdirSync, writeFileSync} from "node:fs";
import {dirname} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import {lockFolder} from "../../store/lock.js";
import {isUserError, UserError} from "../../util/user-error.js";
import type {EngineSettings} from "../settings.js";
import {gatherId, workInWords, type Plan} from "../unit.js";
import {followerFolder, logsFolder, scriptFile} from "../unit-files.js";
import {isUnitDone, readUnitRecord} from "../unit-record.js";
import {
  cancel,
  cancelTask,
  cancelWaiting,
  endOf,
  findTasks,
  isLive,
  isStuck,
  NoAnswer,
  submit,
  type Task
} from "./client.js";
import {groupUnits, type Group} from "./group.js";
import {jobScript, shellWord, submitArguments, arraySize, type Job} from "./job.js";
import {JobsLog, type SubmittedJob} from "./jobs-log.js";
import {bytesOf, knownOf} from "./known.js";
import {standingsOf, type Standing} from "./standing.js";

export interface FollowOptions {
  signal: AbortSignal; // ends all jobs
  command: readonly string[]; // of surfturf, for nodes
  log: (line: string) => void;
  onLook: (standings: readonly Standing[]) => void; // after each look at the queue
}

/** How a plan ended: all is done, some units failed, or the jobs were stopped. */
export interface PlanEnd {
  state: "done" | "failed" | "stopped";
  standings: Standing[];
}

const openForInMs = 20_000; // that a job may take to appear in the queue after its process died

/**
 * Runs the units of a plan as arrays of jobs, and follows them to their end: submits again what nodes lose. What it does
 * is on disk before it is done, so another process can go on after its death. Throws a UserError where another process
 * follows the same plan, or Slurm refuses a job.
 */
export async function runOnSlurm(plan: Plan, settings: EngineSettings, options: FollowOptions): Promise<PlanEnd> {
  const release = await lockFolder(followerFolder(plan.work), `${workInWords(plan.work)} on ${settings.name}`);
  try {
    return await new Follower(plan, settings, options).run();
  } finally {
    await release();
  }
}

class Follower {
  readonly #jobs: JobsLog;
  readonly #ends = new Map<string, string>(); // of tasks that the queue has forgotten, by job and index
  #isSilent = false; // Slurm does not answer
  #isBudgetRetried = false; // since the last unit ended
  readonly #spared = new Set<string>(); // jobs that were taken out of the queue, by name

  constructor(
    private readonly plan: Plan,
    private readonly settings: EngineSettings,
    private readonly options: FollowOptions
  ) {
    this.#jobs = new JobsLog(plan.work);
  }

  async run(): Promise<PlanEnd> {
    const {fingerprint} = this.plan;
    this.#jobs.write({kind: "run", at: new Date().toISOString(), engine: this.settings.name, fingerprint});
    const {signal} = this.options;
    for (;;) {
      const end = signal.aborted ? await this.#stop() : await this.#step();
      if (end !== null) return end;
      await sleep(this.settings.pollInMs, undefined, {signal}).catch(() => undefined);
    }
  }

  /** Looks at everything once, and does what is due. Null: not over yet. */
  async #step(): Promise<PlanEnd | null> {
    try {
      this.#jobs.read();
      const standings = await this.#look();
      if (this.#jobs.isStopped) return {state: "stopped", standings};
      await this.#submitDue(standings);
      this.#hear();
      return this.#endOf(standings);
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      if (!this.#isSilent) this.options.log(`Slurm does not answer, trying again: ${error.message}`);
      this.#isSilent = true;
      return null;
    }
  }

  #hear(): void {
    if (this.#isSilent) this.options.log("Slurm answers again");
    this.#isSilent = false;
  }

  #endOf(standings: Standing[]): PlanEnd | null {
    if (standings.find(({unit}) => unit.id === gatherId)?.state === "done") return {state: "done", standings};
    const isOver = standings.every(({state}) => ["done", "failed", "blocked", "paused"].includes(state));
    return isOver ? {state: "failed", standings} : null;
  }

  async #look(): Promise<Standing[]> {
    const tasks = await this.#tasks();
    const standings = standingsOf(this.plan, knownOf(this.plan, this.#jobs, tasks), this.settings);
    this.#retryOverBudget(standings);
    for (const task of tasks.filter(isStuck)) await cancelTask(task.job, task.index).catch(() => undefined);
    await this.#spare();
    this.options.onLook(standings);
    return standings;
  }

  /** Takes jobs out of the queue whose units turned out to have nothing to do. */
  async #spare(): Promise<void> {
    const isSpared = (id: string): boolean => this.#isDone(id) && readUnitRecord(this.plan.work, id)?.isSpared === true;
    for (const {name, job, units} of this.#jobs.all) {
      if (job === null || this.#spared.has(name) || !units.every(({id}) => isSpared(id))) continue;
      this.#spared.add(name);
      await cancelWaiting(name);
    }
  }

  /** Units that the budget had no room for are tried once more when the others have returned what they did not need. */
  #retryOverBudget(standings: readonly Standing[]): void {
    const paused = standings.filter(({state}) => state === "paused");
    const isBusy = standings.some(({state}) => ["runs", "waits", "due"].includes(state));
    if (isBusy) {
      if (standings.some(({state}) => state === "runs")) this.#isBudgetRetried = false;
      return;
    }
    if (paused.length < 2 || this.#isBudgetRetried) return;
    this.#isBudgetRetried = true;
    Object.assign(paused[0]!, {state: "due"});
  }

  /** The tasks of all jobs with units that are not done, each in its last known state. */
  async #tasks(): Promise<Task[]> {
    const open = this.#jobs.all.filter(
      (job) => job.refused === undefined && job.units.some(({id}) => !this.#isDone(id))
    );
    const tasks = await findTasks(open.map(({name}) => name));
    for (const job of open) {
      const own = tasks.filter(({name}) => name === job.name);
      if (job.job === null) this.#settle(job, own[0]);
      else if (job.run === this.#jobs.run) tasks.push(...(await this.#forgotten(job, own)));
    }
    return tasks;
  }

  /** Tasks that the queue does not list any more, where accounting says how they ended. */
  async #forgotten({name, job, units}: SubmittedJob, listed: readonly Task[]): Promise<Task[]> {
    const ended: Task[] = [];
    for (const {id, index} of units) {
      if (this.#isDone(id) || listed.some((task) => task.index === index)) continue;
      const key = `${job}_${index}`;
      if (!this.#ends.has(key)) this.#ends.set(key, (await endOf(job!, index)) ?? "");
      const state = this.#ends.get(key)!;
      if (state !== "") ended.push({name, job: job!, index, state, reason: "", node: ""});
    }
    return ended;
  }

  /** Finds out whether a job was submitted by a process that died before it knew. */
  #settle({name, at}: SubmittedJob, task: Task | undefined): void {
    if (task !== undefined) this.#jobs.write({kind: "submitted", name, job: task.job});
    else if (Date.now() - Date.parse(at) > openForInMs)
      this.#jobs.write({kind: "refused", name, error: "not in the queue"});
  }

  #isDone = (id: string): boolean => isUnitDone(this.plan.work, id, this.plan.fingerprint);

  async #submitDue(standings: readonly Standing[]): Promise<void> {
    for (const {why, unit} of standings.filter((each) => each.state === "due" && each.why !== ""))
      this.options.log(`${unit.id} again: ${why}`);
    for (const group of groupUnits(standings)) {
      if (this.options.signal.aborted) return;
      await this.#submit(group, standings);
    }
  }

  async #submit(group: Group, standings: readonly Standing[]): Promise<void> {
    const {work} = this.plan;
    const name = nameOf(work);
    const job: Job = {
      ...group,
      name,
      units: group.units.map(({index}) => index),
      after: this.#jobsBefore(group, standings)
    };
    writeScript(this.plan, job, this.settings, this.options.command);
    const units = group.units.map(({unit, index}) => ({
      id: unit.id,
      index: index % arraySize,
      bytes: bytesOf(work, unit)
    }));
    const {memoryInMb, minutes} = group;
    this.#jobs.write({kind: "intent", name, units, memoryInMb, minutes, at: new Date().toISOString()});
    try {
      const id = await submit(submitArguments(this.plan, job, this.settings));
      this.#jobs.write({kind: "submitted", name, job: id});
      this.options.log(`job ${id}: ${units.length === 1 ? units[0]!.id : `${units.length} units`}`);
    } catch (error) {
      if (isUserError(error)) this.#jobs.write({kind: "refused", name, error: error.message});
      throw error;
    }
  }

  /** Ids of jobs with units that a group needs and that are not done. */
  #jobsBefore({units}: Group, standings: readonly Standing[]): string[] {
    const done = new Set(standings.filter(({state}) => state === "done").map(({unit}) => unit.id));
    const needed = new Set(units.flatMap(({unit}) => unit.after).filter((id) => !done.has(id)));
    const last = new Map<string, string>(); // by unit
    for (const {job, units: parts} of this.#jobs.all)
      for (const {id} of parts) if (needed.has(id) && job !== null) last.set(id, job);
    return [...new Set(last.values())];
  }

  async #stop(): Promise<PlanEnd> {
    await stopJobs(this.plan.work);
    const standings = await this.#look().catch(() => []);
    return {state: "stopped", standings};
  }
}

/** Ends the jobs of a study or an index, those that wait too; whoever follows them ends as well. Resolves to how many tasks. */
export async function stopJobs(work: string): Promise<number> {
  const jobs = new JobsLog(work);
  jobs.write({kind: "stop", at: new Date().toISOString()});
  const names = jobs.all.filter(({refused}) => refused === undefined).map(({name}) => name);
  const live = (await findTasks(names)).filter(isLive);
  await cancel([...new Set(live.map(({name}) => name))]);
  return live.length;
}

const maxSlug = 40; // characters of the work's name in that of a job

const nameOf = (work: string): string => `${slugOf(work)}-${randomBytes(5).toString("hex")}`;

const slugOf = (work: string): string => `surfturf-${work.replaceAll(":", "-").slice(0, maxSlug)}`;

function writeScript(plan: Plan, job: Job, settings: EngineSettings, command: readonly string[]): void {
  const file = scriptFile(plan.work, job.name);
  mkdirSync(dirname(file), {recursive: true});
  mkdirSync(logsFolder(plan.work), {recursive: true});
  writeFileSync(file, jobScript(plan, job, settings, command));
}

/** What would be submitted if nothing had run yet, in order: the command and the script of each job. */
export function dryRun(
  plan: Plan,
  settings: EngineSettings,
  command: readonly string[]
): {args: string[]; script: string}[] {
  if (plan.units.length === 0) throw new UserError(`${plan.work} has no units`);
  const {memoryInMb, minutes} = settings;
  const standings = plan.units.map((unit, index): Standing => ({
    unit,
    index,
    state: "due",
    why: "",
    memoryInMb,
    minutes
  }));
  const groups = groupUnits(standings);
  return groups.map((group, i) => {
    const needed = new Set(group.units.flatMap(({unit}) => unit.after));
    const after = groups.flatMap(({units}, j) =>
      units.some(({unit}) => needed.has(unit.id)) ? [`<job ${j + 1}>`] : []
    );
    const job = {...group, name: `${slugOf(plan.work)}-${i + 1}`, after};
    const numbered = {...job, units: group.units.map(({index}) => index)};
    return {
      args: submitArguments(plan, numbered, settings),
      script: jobScript(plan, numbered, settings, command)
    };
  });
}

/** The same for people: a command, then the script that it submits. */
export const dryRunInWords = (plan: Plan, settings: EngineSettings, command: readonly string[]): string =>
  dryRun(plan, settings, command)
    .map(({args, script}) => [`$ sbatch ${args.map(shellWord).join(" ")}`, script].join("\n"))
    .join("\n");
