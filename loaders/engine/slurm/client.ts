import {execFile} from "node:child_process";
import {UserError} from "../../util/user-error.js";
import type {EngineSettings} from "../settings.js";
import type {NodeLimits} from "./jobs-log.js";
import {partitionsOf, readLimits} from "./node-limits.js";

/** A task of an array, as the scheduler sees it. */
export interface Task {
  name: string; // of its job
  job: string; // id
  index: number;
  state: string; // PENDING, RUNNING, ... (squeue's long names)
  reason: string; // why it waits, or None
  node: string;
}

const timeoutInMs = 60_000;
const maxBuffer = 64 << 20;

/** Why Slurm did not answer; it may later. */
export class NoAnswer extends Error {
  override name = "NoAnswer";
}

/** Slurm does not want what it was told. */
export class Refused extends UserError {
  constructor(
    command: string,
    readonly said: string // by Slurm, in one line
  ) {
    super(`${command}: ${said}`);
  }
}

/** Runs a Slurm command. Throws a UserError where there is none, NoAnswer where it has to be tried again, else Refused. */
function slurm(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      command,
      args,
      {timeout: timeoutInMs, maxBuffer, env: {...process.env, LC_ALL: "C"}},
      (error, out, said) => {
        if (error === null) return resolve(out);
        if ((error as {code?: unknown}).code === "ENOENT")
          return reject(
            new UserError(`${command} is not here: run this on a machine of the Slurm cluster (a login node)`)
          );
        const lines = said.split("\n").map((line) => line.replace(/^\w+: (error: )?/, "").trim());
        const words = lines.filter((line) => line !== "").join("; ") || error.message;
        reject(isPassing(words) || error.killed === true ? new NoAnswer(words) : new Refused(command, words));
      }
    );
  });
}

const isPassing = (words: string): boolean =>
  /unable to contact|connection (refused|timed out|reset)|timed out|temporarily|try again|socket|zero bytes|slurmctld/i.test(
    words
  );

/** Submits a job. Resolves to its id. Throws Refused where Slurm does not take it. */
export async function submit(args: readonly string[]): Promise<string> {
  const out = await slurm("sbatch", args);
  const id = /^(\d+)/m.exec(out)?.[1];
  if (id === undefined) throw new UserError(`sbatch did not say the id of the job: ${out.trim() || "nothing"}`);
  return id;
}

const namesPerCall = 100;

/** The tasks of jobs, those too that ended within the last minutes. */
export async function findTasks(names: readonly string[]): Promise<Task[]> {
  const tasks: Task[] = [];
  for (let i = 0; i < names.length; i += namesPerCall) {
    const some = names.slice(i, i + namesPerCall).join(",");
    const format = "%j|%F|%K|%T|%r|%N";
    tasks.push(...readTasks(await slurm("squeue", ["-h", "-r", "-t", "all", `--name=${some}`, "-o", format])));
  }
  return tasks;
}

export const readTasks = (out: string): Task[] =>
  out.split("\n").flatMap((line) => {
    const [name, job, index, state, reason = "", node = ""] = line.trim().split("|");
    if (name === undefined || job === undefined || state === undefined || !/^\d+$/.test(index ?? "")) return [];
    return [{name, job, index: Number(index), state, reason, node}];
  });

/** How a task ended that the queue has forgotten; null where accounting does not say, or there is none. */
export async function endOf(job: string, index: number): Promise<string | null> {
  try {
    const out = await slurm("sacct", ["-n", "-X", "-P", "-j", `${job}_${index}`, "-o", "State"]);
    return out.trim().split(/[\s|]/)[0] || null;
  } catch {
    return null;
  }
}

/** The most that a job can have where the settings send it. Nothing is known where there is no `sinfo`. */
export async function findLimits(settings: EngineSettings): Promise<NodeLimits> {
  try {
    return readLimits(await slurm("sinfo", ["-h", "-N", "-o", "%P|%m|%l"]), partitionsOf(settings));
  } catch (error) {
    if (error instanceof NoAnswer) throw error;
    return {memoryInMb: null, minutes: null};
  }
}

/** Ends jobs, those that wait too. */
export async function cancel(names: readonly string[]): Promise<void> {
  for (const name of names) await slurm("scancel", [`--name=${name}`]);
}

/** Takes those tasks of a job that still wait out of the queue. */
export const cancelWaiting = (name: string): Promise<unknown> =>
  slurm("scancel", ["--state=PENDING", `--name=${name}`]);

/** Ends one task of an array. */
export const cancelTask = (job: string, index: number): Promise<unknown> => slurm("scancel", [`${job}_${index}`]);

const over = /^(COMPLETED|FAILED|CANCELLED|TIMEOUT|NODE_FAIL|PREEMPTED|BOOT_FAIL|DEADLINE|OUT_OF_MEMORY|REVOKED)/;

/** Whether a task still waits or runs. */
export const isLive = ({state}: Pick<Task, "state">): boolean => !over.test(state);

/** Whether a task waits for what will never be. */
export const isStuck = ({state, reason}: Pick<Task, "state" | "reason">): boolean =>
  state.startsWith("PENDING") &&
  /^(DependencyNeverSatisfied|JobHoldMaxRequeue|launch_failed|launch failed)/i.test(reason);
