import {resolve} from "node:path";
import {planFile, logsFolder, scriptFile} from "../unit-files.js";
import {firstVariable} from "../array-index.js";
import type {EngineSettings} from "../settings.js";
import {indexOfWork, workInWords, type Plan} from "../unit.js";

/** An array of units that is submitted as one job. */
export interface Job {
  name: string; // of it alone: it is found by that
  units: number[]; // their numbers in the plan, all of one thousand
  memoryInMb: number;
  minutes: number;
  servers: number; // model servers of each unit
  after: string[]; // ids of jobs that have to end before
}

export const arraySize = 1000; // Slurm allows numbers below 1001 unless it is told otherwise

const maxSlug = 40; // characters of the work's name in that of a job

/** How the names of the jobs of some work begin. */
export const slugOf = (work: string): string => `surfturf-${work.replaceAll(":", "-").slice(0, maxSlug)}`;

/** A text as one word of a shell. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

/** The arguments of `sbatch`. No shell reads them. */
export function submitArguments({work}: Plan, job: Job, settings: EngineSettings): string[] {
  const {partition, account, cpus, gpus, width, sbatch} = settings;
  const count = gpus.count * job.servers;
  const log = `${resolve(logsFolder(work)).replaceAll("%", "%%")}/%x-%a.txt`;
  return [
    "--parsable",
    `--job-name=${job.name}`,
    `--array=${rangesOf(job.units.map((unit) => unit % arraySize))}%${width}`,
    `--output=${log}`,
    "--open-mode=append",
    "--requeue",
    "--signal=B:TERM@60", // before the time limit: the unit stops cleanly
    `--cpus-per-task=${cpus}`,
    `--mem=${job.memoryInMb}M`,
    `--time=${job.minutes}`,
    ...(count > 0 ? [`--gres=gpu:${gpus.kind === null ? "" : `${gpus.kind}:`}${count}`] : []),
    ...(partition === null ? [] : [`--partition=${partition}`]),
    ...(account === null ? [] : [`--account=${account}`]),
    ...(job.after.length === 0 ? [] : [`--dependency=afterany:${job.after.join(":")}`]),
    ...sbatch,
    resolve(scriptFile(work, job.name))
  ];
}

const keptVariables = ["SURFTURF_DATA", "SURFTURF_WORKSPACE"];

/** What a node runs for each unit of a job. */
export function jobScript(
  plan: Plan,
  job: Job,
  {setup, command}: EngineSettings,
  thisCommand: readonly string[]
): string {
  const first = Math.floor(job.units[0]! / arraySize) * arraySize;
  const kept = keptVariables.flatMap((name) => (process.env[name] ? [[name, process.env[name]] as const] : []));
  return [
    "#!/bin/bash",
    `# Units of the ${workInWords(plan.work)}, of ${shellWord(resolve(planFile(plan.work)))}`,
    `cd -- ${shellWord(process.cwd())} || exit 1`,
    ...[...kept, [firstVariable, String(first)] as const].map(([name, value]) => `export ${name}=${shellWord(value)}`),
    ...setup,
    `exec ${command ?? thisCommand.map(shellWord).join(" ")} unit ${shellWord(nameOnNode(plan))}`,
    ""
  ].join("\n");
}

/** How a node names the work: the path of a study's file, from any folder. */
const nameOnNode = ({work, file}: Plan): string => (indexOfWork(work) === undefined ? resolve(file) : work);

/** Numbers as Slurm writes them, such as 0-3,7. */
export function rangesOf(numbers: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const number of numbers.toSorted((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === number - 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(",");
}
