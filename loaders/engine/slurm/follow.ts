import {setTimeout as sleep} from "node:timers/promises";
import {lockFolder} from "../../store/lock.js";
import type {EngineSettings} from "../settings.js";
import {gatherId, workInWords, type Plan} from "../unit.js";
import {followerFolder} from "../unit-files.js";
import {isUnitDone, readUnitRecord} from "../unit-record.js";
import {
  cancel,
  cancelTask,
  cancelWaiting,
  endOf,
  findLimits,
  findTasks,
  isLive,
  isStuck,
  NoAnswer,
  type Task
} from "./client.js";
import {JobsLog, type SubmittedJob} from "./jobs-log.js";
import {knownOf} from "./known.js";
import {isRefused} from "./refusal.js";
import {standingsOf, type Standing} from "./standing.js";
import {Submitter} from "./submitter.js";

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

const looksBeforeRefused = 5; // in a row that find a task waiting for what it can't get: for a moment that may be said in error
const openForInMs = 20_000; // that a job may take to appear in the queue after its process died

/**
 * Runs the units of a plan as arrays of jobs, and follows them to their end: submits again what nodes lose. What it does
 * is on disk before it is done, so another process can go on after its death. Units whose job Slurm refuses fail, and the
 * others go on. Throws a UserError where another process follows the same plan, or there is no Slurm.
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
  readonly #submitter: Submitter;
  readonly #ends = new Map<string, string>(); // of tasks that the queue has forgotten, by job and index
  #isSilent = false; // Slurm does not answer
  #isBudgetRetried = false; // since the last unit ended
  #hasLimits = false;
  readonly #refused = new Map<string, number>(); // looks that found a job waiting for what it can't get, by name
  readonly #spared = new Set<string>(); // jobs that were taken out of the queue, by name

  constructor(
    private readonly plan: Plan,
    private readonly settings: EngineSettings,
    private readonly options: FollowOptions
  ) {
    this.#jobs = new JobsLog(plan.work);
    this.#submitter = new Submitter(plan, settings, {...options, jobs: this.#jobs});
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
      await this.#submitter.submitDue(standings);
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
    await this.#refuse(tasks);
    await this.#findLimits();
    const standings = standingsOf(this.plan, knownOf(this.plan, this.#jobs, tasks), this.settings);
    this.#retryOverBudget(standings);
    for (const task of tasks.filter(isStuck)) await cancelTask(task.job, task.index).catch(() => undefined);
    await this.#spare();
    this.options.onLook(standings);
    return standings;
  }

  async #findLimits(): Promise<void> {
    if (this.#hasLimits) return;
    this.#jobs.write({kind: "limits", ...(await findLimits(this.settings))});
    this.#hasLimits = true;
  }

  /** Takes jobs out of the queue that ask for what they can't get: they would wait for ever. */
  async #refuse(tasks: readonly Task[]): Promise<void> {
    for (const {name, refused} of this.#jobs.all) {
      const live = tasks.filter((task) => task.name === name && isLive(task));
      if (refused || live.length === 0) continue;
      const looks = live.every(isRefused) ? (this.#refused.get(name) ?? 0) + 1 : 0;
      this.#refused.set(name, looks);
      if (looks < looksBeforeRefused) continue;
      await cancelWaiting(name);
      this.#jobs.write({kind: "refused", name, error: `it waits for ever: ${live[0]!.reason}`, isFinal: true});
    }
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
