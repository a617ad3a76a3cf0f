import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import type {ChildProcess} from "node:child_process";
import {codeOf, killUnits, startRun, writeClusteredStudy} from "../../loaders/engine/testing/clustered-study.js";
import {startSlurm, type SlurmCluster} from "../../loaders/engine/testing/slurm-cluster.js";
import {openLab} from "../../loaders/lab/lab.js";
import {serveLab} from "../../loaders/lab/server/server.js";
import {countRequests, type Counter} from "../../loaders/lab/testing/count-requests.js";
import {readTable} from "../../loaders/store/tables.js";
import {readStudy} from "../../loaders/study/file/read-study.js";
import {runStudy} from "../../loaders/study/run/run-study.js";
import {projectFolder} from "../../loaders/util/paths.js";
import {createRandom, pick, type Random} from "../../loaders/util/random.js";
import {output} from "../harness/child.js";
import type {BenchResult, BenchRow} from "../harness/result.js";

const deaths = Number(process.env.DEATHS ?? 100); // fewer for a quick look
const perStudy = 5;
const tasks = 40; // of the array that does nothing
const inFlight = 8;
const tables = ["candidates", "texts", "iterations", "attributes", "buffer", "findings", "samples", "rates"] as const;

/** Studies on a Slurm of two nodes with deaths at random moments, and what a unit costs besides its work. */
export async function benchCluster(): Promise<BenchResult> {
  const name = `a study on a Slurm of two nodes, ${deaths} random deaths`;
  const cluster = await startSlurm();
  if (typeof cluster === "string") return {name, rows: [["skipped", cluster, "", true]]};
  const folder = mkdtempSync(join(tmpdir(), "surfturf-cluster-"));
  const world = await openLab(join(projectFolder, "data/worlds/chunky.yaml"));
  const lab = await serveLab(world, {port: 0, latencyInMs: 40, failRate: 0, seed: 1, steady: true});
  const counter = await countRequests(lab.url);
  try {
    const file = writeClusteredStudy(folder, "deaths", counter.url, 10);
    return {
      name,
      rows: [...(await killOften(cluster, counter, folder, file)), ...(await overhead(cluster, folder, file))]
    };
  } finally {
    await cluster.stop();
    counter.close();
    await lab.close();
    rmSync(folder, {recursive: true, force: true});
  }
}

async function killOften(cluster: SlurmCluster, counter: Counter, folder: string, file: string): Promise<BenchRow[]> {
  process.env.SURFTURF_DATA = folder;
  await runStudy(readStudy(file));
  const whole = await rows();
  const expected = counter.take();
  const random = createRandom(7);
  const seen = {died: 0, unfinished: 0, different: 0, lost: 0, twice: 0, worst: 0};
  while (seen.died < deaths) {
    rmSync(join(folder, "runs"), {recursive: true});
    const here = Math.min(perStudy, deaths - seen.died);
    const code = await runWithDeaths({cluster, counter, folder, file, random}, here, expected.size);
    seen.died += here;
    const asked = counter.take();
    const again = [...asked].reduce((sum, [id, times]) => sum + times - (expected.get(id) ?? 0), 0);
    seen.unfinished += code === 0 ? 0 : 1;
    seen.different += code === 0 && (await rows()) === whole ? 0 : 1;
    seen.lost += [...expected.keys()].filter((id) => !asked.has(id)).length;
    seen.twice += again;
    seen.worst = Math.max(seen.worst, again / here);
    process.stderr.write(`cluster: ${seen.died} of ${deaths} deaths\n`);
  }
  delete process.env.SURFTURF_DATA;
  return [
    ["studies that did not finish", String(seen.unfinished), "0", seen.unfinished === 0],
    ["studies whose tables differ from those of one machine", String(seen.different), "0", seen.different === 0],
    ["calls that were never made", String(seen.lost), "0", seen.lost === 0],
    [
      `calls made twice a death, at most (${inFlight} in flight; ${seen.twice} in all)`,
      seen.worst.toFixed(1),
      String(inFlight),
      seen.worst <= inFlight
    ]
  ];
}

const rows = async (): Promise<string> =>
  JSON.stringify(await Promise.all(tables.map((name) => readTable("deaths", name))), (key, value: unknown) =>
    key === "latency" ? undefined : value
  );

interface Scene {
  cluster: SlurmCluster;
  counter: Counter;
  folder: string;
  file: string;
  random: Random;
}

const kinds = ["unit", "daemon", "submitter", "requeue", "drain"] as const;

/** Runs the study to its end with deaths at random calls; resolves to the last exit code. */
async function runWithDeaths(scene: Scene, count: number, calls: number): Promise<number | null> {
  const {cluster, counter, folder, file, random} = scene;
  const moments = Array.from({length: count}, () => 1 + Math.floor(random() * calls * 0.95)).sort((a, b) => a - b);
  let run: ChildProcess = startRun(cluster, folder, file);
  for (const moment of moments) {
    while (counter.count < moment && run.exitCode === null) await sleep(5);
    run = await kill(pick(random, kinds), scene, run);
  }
  return codeOf(run);
}

async function kill(kind: (typeof kinds)[number], scene: Scene, run: ChildProcess): Promise<ChildProcess> {
  const {cluster, folder, file, random} = scene;
  const node = pick(random, ["n1", "n2"] as const);
  if (kind === "unit") {
    killUnits(join(folder, "runs", "deaths"), 1);
  } else if (kind === "submitter") {
    run.kill("SIGKILL");
    return startRun(cluster, folder, file);
  } else if (kind === "daemon") {
    cluster.killNode(node);
    setTimeout(() => cluster.startNode(node), random() * 15_000);
  } else if (kind === "requeue") {
    const running = await cluster.slurm("squeue", "-h", "-r", "-t", "running", "-o", "%i");
    const task = running.trim().split("\n")[0]!;
    if (task !== "") await cluster.slurm("scontrol", "requeue", task).catch(() => undefined); // it may have ended
  } else {
    await cluster.slurm("scontrol", "update", `NodeName=${node}`, "State=DRAIN", "Reason=test");
    setTimeout(
      () => void cluster.slurm("scontrol", "update", `NodeName=${node}`, "State=RESUME").catch(() => null),
      4000
    );
  }
  return run;
}

/** What a unit costs besides its work: its place in the queue, and its process. */
async function overhead(cluster: SlurmCluster, folder: string, file: string): Promise<BenchRow[]> {
  await cluster.slurm("sbatch", "--wait", "--array=0", "--output=/dev/null", "--wrap=true");
  const begun = performance.now();
  await cluster.slurm("sbatch", "--wait", `--array=0-${tasks - 1}`, "--output=/dev/null", "--wrap=true");
  const placed = ((performance.now() - begun) * 2) / tasks / 1000; // two nodes of one core
  const command = join(projectFolder, "loaders", "surfturf.js");
  const started = performance.now();
  await output(process.execPath, [command, "unit", file, "gather"], {environment: {SURFTURF_DATA: folder}});
  const inSeconds = (performance.now() - started) / 1000;
  return [
    [`place of a task in an array of ${tasks} on two nodes`, `${placed.toFixed(2)} s of a node`, "", true],
    ["a unit's process that has nothing to do, on the machine as busy as it is", `${inSeconds.toFixed(2)} s`, "", true]
  ];
}
