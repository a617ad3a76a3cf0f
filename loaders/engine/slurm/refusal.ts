import type {EngineSettings} from "../settings.js";
import type {Task} from "./client.js";
import type {SubmittedJob} from "./jobs-log.js";

/** Whether Slurm refuses a job for now alone: its user has as many in the queue as are allowed. */
export const isFull = (said: string): boolean => /MaxSubmit/i.test(said);

const neverReasons =
  /^(Partition(TimeLimit|NodeLimit|Config)|BadConstraints|MaxMemPerLimit|Invalid(Account|QOS)|(QOS|Assoc)(Max|Min)\w*(PerJob|PerNode|WallDuration)\w*)/i;

/** Whether a task waits because it asks for what it can't get, as Slurm also takes such jobs unless it is set up not to. */
export const isRefused = ({state, reason}: Pick<Task, "state" | "reason">): boolean =>
  state.startsWith("PENDING") && neverReasons.test(reason);

/** What Slurm said against a job, and what to do about it. */
export function refusalInWords(
  {refusal, memoryInMb, minutes}: Pick<SubmittedJob, "refusal" | "memoryInMb" | "minutes">,
  {name, partition}: Pick<EngineSettings, "name" | "partition">
): string {
  const cure = cures.find(([pattern]) => pattern.test(refusal!))?.[1] ?? "correct what it says";
  const asked = `it asked for ${memoryInMb} MB and ${minutes} minutes in ${placeOf({partition})}`;
  return `Slurm refuses the job (${refusal}): ${asked}; ${cure} in data/engines/${name}.yaml, then run it again`;
}

/** The partition for people. */
export const placeOf = ({partition}: Pick<EngineSettings, "partition">): string =>
  partition === null ? "the default partition" : `partition ${partition}`;

/** For memory that no node has. */
export const moreMemory = "name a partition with larger nodes, or divide the work more (parts, shards),";

/** Cures for what Slurm says; the first that fits. */
const cures: [RegExp, string][] = [
  [/MaxSubmit/i, "wait until fewer of your jobs are in the queue, or name an account or QOS that may have more"],
  [
    /(QOS|Assoc)\w*(Max|Min)|accounting\/QOS/i,
    "ask for less memory, time, cpus or gpus, or name another account or QOS"
  ],
  [/mem/i, `ask for less memory, ${moreMemory.slice(0, -1)}`],
  [/time/i, "ask for less time, or name another partition"],
  [/gres|generic/i, "correct gpus (sinfo -o %G lists what nodes have)"],
  [/feature/i, "correct the constraint among the sbatch options"],
  [/invalid partition/i, "correct partition (sinfo lists them)"],
  [/account/i, "correct account"],
  [/qos/i, "correct --qos among the sbatch options"],
  [/node configuration|PartitionConfig|PartitionNodeLimit|BadConstraints/i, "ask for less memory, cpus or gpus"]
];
