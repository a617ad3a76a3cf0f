import {spawn, type ChildProcess} from "node:child_process";
import {once} from "node:events";
import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {projectFolder} from "../../util/paths.js";
import type {SlurmCluster} from "./slurm-cluster.js";

/** A study of two rubrics whose models are a server that answers equal requests alike; returns its file. */
export function writeClusteredStudy(folder: string, name: string, url: string, candidates: number): string {
  const role = (model: string) => `"${url}/v1:${model}"`;
  const pool = Array.from({length: 60}, (_, i) => ({
    prompt: `p${i}`,
    sae_attributes: [`The query has trait ${i % 17}.`, `The query has mark ${i % 11}.`]
  }));
  const rubric = (rubric: string) => join(projectFolder, "data", "rubrics", `${rubric}.yaml`);
  mkdirSync(join(folder, "studies"), {recursive: true});
  writeFileSync(join(folder, "pool.jsonl"), pool.map((row) => `${JSON.stringify(row)}\n`).join(""));
  writeEngine(folder);
  const file = join(folder, "studies", `${name}.yaml`);
  writeFileSync(
    file,
    `models: {target: ${role("target")}, query: ${role("query")}, judge: ${role("judge")}}
attributes: ../pool.jsonl
rubrics: ["${rubric("code")}", "${rubric("rebut")}"]
surf: {runs: 2, iterations: 3, candidates: ${candidates}, control: 0.2}
confirm: {top: 2, samples: 3, which: all}
concurrency: 8
`
  );
  return file;
}

/** A study of the lab that traces what it finds in an index; returns its file. */
export function writeTracedStudy(folder: string, name: string, index: string): string {
  const shipped = (path: string) => join(projectFolder, "data", path);
  mkdirSync(join(folder, "studies"), {recursive: true});
  writeEngine(folder);
  const file = join(folder, "studies", `${name}.yaml`);
  writeFileSync(
    file,
    `models: lab
world: "${shipped("worlds/chunky.yaml")}"
rubrics: ["${shipped("rubrics/code.yaml")}", "${shipped("rubrics/rebut.yaml")}"]
surf: {runs: 1, iterations: 8, candidates: 40, sampler: reference}
turf: {index: ${index}, findings: 3, k: 200}
`
  );
  return file;
}

/** The tables of a study, by their bytes. */
export function tableBytes(folder: string, study: string): Record<string, string> {
  const own = join(folder, "runs", study, "tables");
  return Object.fromEntries(readdirSync(own).map((file) => [file, readFileSync(join(own, file)).toString("base64")]));
}

/** Settings that fit nodes of one core; `memory` of a unit. */
export function writeEngine(folder: string, memory = "500M"): void {
  mkdirSync(join(folder, "engines"), {recursive: true});
  writeFileSync(
    join(folder, "engines", "slurm.yaml"),
    `{cpus: 1, memory: ${memory}, time: 20m, poll: 1s, parts: 2, tries: 20}\n`
  );
}

/** Starts `surfturf run --on slurm` as a process of its own. */
export const startRun = (cluster: SlurmCluster, folder: string, file: string): Run =>
  startSurfturf(cluster, folder, ["run", file, "--on", "slurm"]);

/** A process of its own, and what it has said so far. */
export type Run = ChildProcess & {said: () => string};

/** Starts a command as a process of its own. */
export function startSurfturf(cluster: SlurmCluster, folder: string, args: readonly string[]): Run {
  const child = spawn(process.execPath, [join(projectFolder, "loaders", "surfturf.js"), ...args], {
    env: {...process.env, SLURM_CONF: cluster.config, SURFTURF_DATA: folder, DEBUG: ""},
    stdio: ["ignore", "pipe", "pipe"]
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  return Object.assign(child, {said: () => text});
}

/** The exit code of a process, which may have ended already. */
export async function codeOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "close");
  return child.exitCode;
}

/** Ends processes that run units of a study or an index at once, such as the first. */
export function killUnits(folder: string, count = Infinity): void {
  for (const pid of runningUnits(folder).slice(0, count))
    try {
      process.kill(pid, "SIGKILL");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error; // it ended by itself just now
    }
}

/** Processes that run a unit of a study or an index now, by the locks of its units. */
export function runningUnits(folder: string): number[] {
  const units = join(folder, "units");
  if (!existsSync(units)) return [];
  return readdirSync(units).flatMap((entry) => {
    if (!entry.endsWith(".lock") || entry.startsWith("follower") || entry.startsWith("ledger")) return [];
    try {
      return [(JSON.parse(readFileSync(join(units, entry, "owner.json"), "utf8")) as {pid: number}).pid];
    } catch {
      return []; // it ended
    }
  });
}
