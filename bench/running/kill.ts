import {spawn} from "node:child_process";
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {once} from "node:events";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {openLab} from "../../loaders/lab/lab.js";
import {serveLab} from "../../loaders/lab/server/server.js";
import {countRequests, type Counter} from "../../loaders/lab/testing/count-requests.js";
import {readTable} from "../../loaders/store/tables.js";
import {projectFolder} from "../../loaders/util/paths.js";
import {createRandom} from "../../loaders/util/random.js";
import type {TableName} from "../../src/shared/schema.js";
import {runChild} from "../harness/child.js";
import type {BenchResult} from "../harness/result.js";
import {killIndexes, killPublishing} from "./kill-others.js";

const allKills = Number(process.env.KILLS ?? 300); // fewer for a quick look
const kills = Math.ceil((allKills * 2) / 3);
const indexKills = Math.ceil(allKills / 5);
const publishKills = Math.ceil((allKills * 2) / 15);
const compared: TableName[] = [
  "runs",
  "candidates",
  "texts",
  "iterations",
  "attributes",
  "attribute_weights",
  "buffer",
  "findings",
  "rates"
];

/**
 * A small study, an index and the publishing of reports, killed with kill -9 at random moments, each time resumed to the
 * end; the baselines are never killed. After each kill of the study, every table that is there must be whole.
 */
export async function benchKill(): Promise<BenchResult> {
  const lab = await serveLab(await openLab(join(projectFolder, "data/worlds/chunky.yaml")), {
    port: 0,
    latencyInMs: 4,
    failRate: 0,
    seed: 1
  });
  const counter = await countRequests(lab.url);
  const random = createRandom(11);
  try {
    const whole = await inFolder(counter.url, (file, folder) => runToEnd(file, folder));
    const requests = counter.take();
    const total = requests.size;
    let [different, lost, twice, often, torn] = [0, 0, 0, 0, 0];
    for (let i = 0; i < kills; i++) {
      const at = 1 + Math.floor(random() * (total - 1));
      const tables = await inFolder(counter.url, async (file, folder) => {
        await killAt(file, folder, counter, at, random() * 12);
        torn += await countTorn(folder);
        return runToEnd(file, folder);
      });
      const seen = counter.take();
      if (tables !== whole) different++;
      lost += [...requests.keys()].filter((id) => !seen.has(id)).length;
      twice += [...seen.values()].filter((times) => times === 2).length;
      often += [...seen.values()].filter((times) => times > 2).length;
      if (i % 20 === 19) process.stderr.write(`kill: ${i + 1} of ${kills}\n`);
    }
    return {
      name: `kill -9 at ${kills} random moments of a study of ${total} calls, each resumed to the end`,
      rows: [
        ["tables that differ from the uninterrupted run's", String(different), "0", different === 0],
        ["tables that are not whole right after a kill", String(torn), "0", torn === 0],
        ["calls that were never made", String(lost), "0", lost === 0],
        ["calls made more than twice", String(often), "0", often === 0],
        ["calls made twice (in flight at the kill)", `${twice} of ${kills * total}`, "", true],
        [
          "uninterrupted (baseline): calls made twice",
          String([...requests.values()].filter((times) => times > 1).length),
          "",
          true
        ],
        ...(await killIndexes(indexKills)),
        ...(await killPublishing(publishKills))
      ]
    };
  } finally {
    counter.close();
    await lab.close();
  }
}

/** A study of its own data folder, the same each time. */
async function inFolder(url: string, act: (file: string, folder: string) => Promise<string>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "surfturf-kill-"));
  try {
    mkdirSync(join(folder, "studies"));
    const pool = Array.from({length: 60}, (_, i) => ({
      prompt: `p${i}`,
      sae_attributes: [`The query has trait ${i % 17}.`, `The query has mark ${i % 11}.`]
    }));
    writeFileSync(join(folder, "pool.jsonl"), pool.map((row) => `${JSON.stringify(row)}\n`).join(""));
    const file = join(folder, "studies", "kill.yaml");
    const role = (name: string) => `"${url}/v1:${name}"`;
    writeFileSync(
      file,
      `models: {target: ${role("target")}, query: ${role("query")}, judge: ${role("judge")}}
attributes: ../pool.jsonl
rubrics: [${join(projectFolder, "data/rubrics/code.yaml")}]
surf: {runs: 2, iterations: 3, candidates: 8}
concurrency: 8
`
    );
    return await act(file, folder);
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

async function runToEnd(file: string, folder: string): Promise<string> {
  await runChild(new URL("./kill-child.ts", import.meta.url), file, {SURFTURF_DATA: folder});
  process.env.SURFTURF_DATA = folder;
  const tables = await Promise.all(compared.map((name) => readTable("kill", name)));
  delete process.env.SURFTURF_DATA;
  return JSON.stringify(tables, (key, value: unknown) => (key === "latency" ? undefined : value));
}

/** Tables that are there and can't be read. */
async function countTorn(folder: string): Promise<number> {
  process.env.SURFTURF_DATA = folder;
  const read = await Promise.allSettled(compared.map((name) => readTable("kill", name)));
  delete process.env.SURFTURF_DATA;
  return read.filter(({status}) => status === "rejected").length;
}

/** Starts the study and kills it some ms after its n-th request has come. */
async function killAt(file: string, folder: string, counter: Counter, n: number, laterInMs: number): Promise<void> {
  const path = fileURLToPath(new URL("./kill-child.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", path, JSON.stringify(file)], {
    env: {...process.env, SURFTURF_DATA: folder},
    stdio: ["ignore", "ignore", "inherit"]
  });
  const ended = once(child, "close");
  while (counter.count < n && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 1));
  await new Promise((resolve) => setTimeout(resolve, laterInMs));
  child.kill("SIGKILL");
  await ended;
}
