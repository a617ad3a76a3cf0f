import type * as nodeFs from "node:fs";
import {chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync} from "node:fs";
import {delimiter, join} from "node:path";
import type {Plan} from "../unit.js";
import {unitFiles} from "../unit-files.js";

/** What a fake Slurm does with the units of a plan. */
export interface FakeSlurm {
  plan: Plan;
  needsInMb: Record<string, number>; // memory of units; the others need none
  nodeInMb: number; // memory of its nodes
  mostInMb?: number; // of a job: more is refused (default nodeInMb)
  mostTasks?: number; // in the queue; half of them end at each look
  bad?: string; // units of a job whose arguments have this wait for ever
}

/**
 * Puts `sbatch`, `squeue`, `sinfo` and `scancel` before those of the machine: they keep a queue in a file, and a unit that
 * gets the memory it needs is done when the queue is asked for it. Returns how to take them away.
 */
export function useFakeSlurm(folder: string, {plan, ...behaviour}: FakeSlurm): () => void {
  const bin = join(folder, "bin");
  mkdirSync(bin, {recursive: true});
  const units = plan.units.map(({id, after}) => ({
    id,
    after,
    needs: behaviour.needsInMb[id] ?? 0,
    ...unitFiles(plan.work, id)
  }));
  const script = `#!${process.execPath}
const [world, queueFile] = [${JSON.stringify({...behaviour, fingerprint: plan.fingerprint, units})}, ${JSON.stringify(join(folder, "queue.json"))}];
(${String(fake)})(world, queueFile, require("node:fs"));
`;
  for (const name of ["sbatch", "squeue", "sinfo", "scancel", "sacct"]) {
    writeFileSync(join(bin, name), script);
    chmodSync(join(bin, name), 0o755);
  }
  const before = process.env.PATH;
  process.env.PATH = `${bin}${delimiter}${before}`;
  return () => (process.env.PATH = before);
}

interface FakeTask {
  name: string;
  job: number;
  index: number;
  memory: number;
  isBad: boolean;
  state: string;
}

type World = Omit<FakeSlurm, "plan" | "needsInMb"> & {
  fingerprint: string;
  units: {id: string; needs: number; after: string[]; folder: string; record: string}[];
};

/** The program of all commands; it runs in a process of its own, so it uses nothing from outside. */
function fake(
  world: World,
  queueFile: string,
  fs: Pick<typeof nodeFs, "existsSync" | "mkdirSync" | "readFileSync" | "writeFileSync">
): void {
  const [command, args] = [process.argv[1]!.split("/").at(-1)!, process.argv.slice(2)];
  const option = (name: string): string => args.find((arg) => arg.startsWith(`--${name}=`))?.split("=")[1] ?? "";
  const queue: FakeTask[] = fs.existsSync(queueFile)
    ? (JSON.parse(fs.readFileSync(queueFile, "utf8")) as FakeTask[])
    : [];
  const waiting = queue.filter(({state}) => state === "PENDING");
  const refuse = (...lines: string[]): never => {
    process.stderr.write(lines.map((line) => `sbatch: error: ${line}\n`).join(""));
    process.exit(1);
  };

  const readState = (record: string): string | undefined =>
    fs.existsSync(record) ? (JSON.parse(fs.readFileSync(record, "utf8")) as {state: string}).state : undefined;

  if (command === "sinfo")
    process.stdout.write(`small|100|10:00\nmain*|${world.nodeInMb / 2}|infinite\nmain*|${world.nodeInMb}|infinite\n`);
  if (command === "sacct") process.exit(1);
  if (command === "sbatch") {
    const memory = Number.parseInt(option("mem"));
    const indexes = option("array")
      .split("%")[0]!
      .split(",")
      .flatMap((range) => {
        const [from, to = from] = range.split("-").map(Number);
        return Array.from({length: to! - from! + 1}, (_, i) => from! + i);
      });
    if (option("partition") === "none") refuse("invalid partition specified: none", "Batch job submission failed");
    if (memory > (world.mostInMb ?? world.nodeInMb))
      refuse("Memory specification can not be satisfied", "Requested node configuration is not available");
    if (waiting.length + indexes.length > (world.mostTasks ?? Infinity))
      refuse("QOSMaxSubmitJobPerUserLimit", "Batch job submission failed: Job violates accounting/QOS policy");
    const job = 1 + Math.max(0, ...queue.map((task) => task.job));
    const isBad = world.bad !== undefined && args.includes(world.bad);
    for (const index of indexes) queue.push({name: option("job-name"), job, index, memory, isBad, state: "PENDING"});
    process.stdout.write(`${job}\n`);
  }
  if (command === "scancel")
    for (const task of waiting.filter(({name}) => name === option("name"))) task.state = "CANCELLED";
  if (command === "squeue") {
    const isDone = (id: string): boolean =>
      world.units.some((unit) => unit.id === id && readState(unit.record) === "done");
    const isWaiting = (id: string): boolean => waiting.some((task) => world.units[task.index]!.id === id);
    const able = waiting.filter(({isBad, index}) => !isBad && !world.units[index]!.after.some(isWaiting));
    for (const task of able.slice(0, world.mostTasks === undefined ? Infinity : Math.ceil(able.length / 2))) {
      const {id, needs, after, folder, record} = world.units[task.index]!;
      task.state = task.memory < needs ? "OUT_OF_MEMORY" : after.every(isDone) ? "COMPLETED" : "FAILED";
      if (task.state === "OUT_OF_MEMORY") continue;
      const state = task.state === "COMPLETED" ? "done" : "waiting";
      fs.mkdirSync(folder, {recursive: true});
      fs.writeFileSync(
        record,
        JSON.stringify({unit: id, fingerprint: world.fingerprint, state, updated: new Date().toISOString()})
      );
    }
    for (const {name, job, index, state, isBad} of queue)
      if (option("name").split(",").includes(name))
        process.stdout.write(`${name}|${job}|${index}|${state}|${isBad ? "PartitionTimeLimit" : "None"}|n1\n`);
  }
  fs.writeFileSync(queueFile, JSON.stringify(queue));
}

/** The memory that jobs asked for with a unit, in order. */
export const askedInMb = (jobs: string, unit: string): number[] =>
  !existsSync(jobs)
    ? []
    : readFileSync(jobs, "utf8")
        .split("\n")
        .filter((line) => line.includes('"intent"'))
        .map((line) => JSON.parse(line) as {memoryInMb: number; units: {id: string}[]})
        .filter(({units}) => units.some(({id}) => id === unit))
        .map(({memoryInMb}) => memoryInMb);
