import {spawn} from "node:child_process";
import {createHash} from "node:crypto";
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {createServer, request as sendRequest, type IncomingMessage, type ServerResponse} from "node:http";
import {once} from "node:events";
import type {AddressInfo} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {openLab} from "../../loaders/lab/lab.js";
import {serveLab} from "../../loaders/lab/server/server.js";
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

interface Counter {
  url: string;
  count: number;
  take(): Map<string, number>; // how often each request came, since the last time
  close(): void;
}

/** A proxy before the lab that counts what comes. */
async function countRequests(target: string): Promise<Counter> {
  let seen = new Map<string, number>();
  const server = createServer(
    (request, response) =>
      void pass(target, request, response, (id) => {
        counter.count++;
        seen.set(id, (seen.get(id) ?? 0) + 1);
      })
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const counter: Counter = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    count: 0,
    take() {
      const taken = seen;
      seen = new Map();
      counter.count = 0;
      return taken;
    },
    close() {
      server.close();
      server.closeAllConnections();
    }
  };
  return counter;
}

async function pass(
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
  note: (id: string) => void
): Promise<void> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  } catch {
    return; // killed while it was sending
  }
  const body = Buffer.concat(chunks);
  note(createHash("sha256").update(body).digest("hex"));
  const headers = {"content-type": "application/json", "content-length": body.length};
  const onward = sendRequest(target + request.url, {method: request.method, headers}, (answer) => {
    response.writeHead(answer.statusCode ?? 502, {"content-type": "application/json"});
    answer.pipe(response);
  });
  onward.on("error", () => response.destroy());
  onward.end(body);
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
