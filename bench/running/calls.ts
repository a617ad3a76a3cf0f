import {spawn} from "node:child_process";
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import pLimit from "p-limit";
import {createModel} from "../../loaders/model/create.js";
import {isModelError} from "../../loaders/model/model-error.js";
import type {Model} from "../../loaders/model/model.js";
import {projectFolder} from "../../loaders/util/paths.js";
import {farAway, labSearch, recorderAt, withBarriers} from "./flow.js";
import type {BenchResult, BenchRow} from "../harness/result.js";

const world = join(projectFolder, "data/worlds/chunky.yaml");
const rubric = join(projectFolder, "data/rubrics/code.yaml");

/** Floors of asking models: time against the least that is possible, an overloaded server, own cost. */
export async function benchCalls(): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), "surfturf-bench-"));
  try {
    const rows = [...(await wallClock(folder)), ...(await overload(folder)), ...(await ownCost(folder))];
    return {name: "Asking models", rows};
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

/** Latencies of a paid API, a fiftieth of them: median 40 ms for 2 s. */
async function wallClock(folder: string): Promise<BenchRow[]> {
  const size = {runs: 15, iterations: 5, candidates: 120};
  const inFlight = 64;
  const took: number[] = [];
  const {go} = await labSearch(world, rubric, size, (model) => farAway(model, 40, 1, took));
  const {recorder, journal} = recorderAt(join(folder, "wall.jsonl"), inFlight);
  const start = performance.now();
  await go(recorder);
  const seconds = (performance.now() - start) / 1000;
  journal.close();
  const least = took.reduce((sum, ms) => sum + ms, 0) / inFlight / 1000;
  const barriers = await withBarriers(size, took, inFlight);
  const share = least / seconds;
  return [
    [
      `15 runs x 5 x 120, lognormal latencies, ${inFlight} in flight: share of the shortest possible time`,
      `${(share * 100).toFixed(0)}% (${seconds.toFixed(1)} s of ${least.toFixed(1)} s)`,
      "90%",
      share >= 0.9
    ],
    [
      "the same calls with three barriers an iteration (baseline)",
      `${((least / barriers) * 100).toFixed(0)}%`,
      "",
      true
    ]
  ];
}

const capacity = 64;
const medianInMs = 120;
const meanInMs = medianInMs * Math.exp(0.5 ** 2 / 2); // of the server's lognormal times

/** The lab behind a server that answers 64 requests at a time and refuses the rest. */
async function overload(folder: string): Promise<BenchRow[]> {
  const size = {runs: 15, iterations: 3, candidates: 60};
  const server = await serve();
  try {
    const wrap = ({name}: Model) => remote(server.url, name.replace("lab:", ""));
    const {go} = await labSearch(world, rubric, size, wrap);
    const candidates = size.runs * size.iterations * size.candidates;
    const measure = async (max: number): Promise<{scored: number; goodput: number}> => {
      const {recorder, journal} = recorderAt(join(folder, `overload-${max}.jsonl`), max);
      const start = performance.now();
      const scored = await go(recorder);
      const seconds = (performance.now() - start) / 1000;
      journal.close();
      return {scored, goodput: journal.size / seconds / (capacity / (meanInMs / 1000))};
    };
    const told = await measure(capacity);
    const {scored, goodput} = await measure(512);
    const naive = await fixedConcurrency(server.url, candidates, size.runs * 50);
    return [
      [
        `server that holds ${capacity} and refuses more: candidates scored`,
        `${((100 * scored) / candidates).toFixed(2)}% of ${candidates}`,
        "99.9%",
        scored / candidates >= 0.999
      ],
      ["goodput, share of the server's capacity", `${(goodput * 100).toFixed(0)}%`, "90%", goodput >= 0.9],
      [`a client told to keep ${capacity} in flight (baseline)`, `${(told.goodput * 100).toFixed(0)}%`, "", true],
      [
        "50 calls per run, three attempts each: candidates answered (baseline)",
        `${(naive * 100).toFixed(1)}%`,
        "",
        true
      ]
    ];
  } finally {
    server.stop();
  }
}

const remote = (url: string, role: string): Model => createModel({name: `${url}/v1:${role}`, baseUrl: null, key: null});

/**
 * The released code's way: a fixed number in flight, and the few attempts of an SDK. Gives the share answered thrice.
 */
async function fixedConcurrency(url: string, candidates: number, inFlight: number): Promise<number> {
  const limit = pLimit(inFlight);
  const model = remote(url, "target");
  const ask = async (seed: number): Promise<boolean> => {
    for (let attempt = 0; attempt < 3; attempt++) {
      try {
        await model.ask({messages: [{role: "user", content: "What is bread?"}], maxTokens: 200, seed});
        return true;
      } catch (error) {
        if (!isModelError(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** attempt));
      }
    }
    return false;
  };
  const candidate = (i: number) =>
    limit(async () => (await ask(3 * i)) && (await ask(3 * i + 1)) && (await ask(3 * i + 2)));
  const answered = await Promise.all(Array.from({length: candidates}, (_, i) => candidate(i)));
  return answered.filter(Boolean).length / candidates;
}

/** The lab as a server in a process of its own. */
function serve(): Promise<{url: string; stop: () => void}> {
  const flags = ["--port", "0", "--latency", String(medianInMs), "--capacity", String(capacity), "--json"];
  const child = spawn(process.execPath, [join(projectFolder, "loaders/surfturf.js"), "lab", "serve", ...flags], {
    stdio: ["ignore", "pipe", "inherit"]
  });
  return new Promise((resolve, reject) => {
    let said = "";
    child.on("error", reject);
    child.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes("}")) resolve({...(JSON.parse(said) as {url: string}), stop: () => void child.kill()});
    });
  });
}

/** CPU of what lies between a search and a model: limits, retries, hashing, the journal. */
async function ownCost(folder: string): Promise<BenchRow[]> {
  const calls = 10_000;
  const {settings} = await labSearch(world, rubric, {runs: 1, iterations: 1, candidates: 1}, (model) => model);
  const request = {messages: [{role: "user" as const, content: "What is bread baking? ".repeat(40)}], maxTokens: 200};
  const bare: Model = {...settings.roles.target.model, lane: "bare", local: false};
  const measure = async (ask: (seed: number) => Promise<unknown>): Promise<number> => {
    const before = process.cpuUsage();
    for (let from = 0; from < calls; from += 100) await Promise.all(Array.from({length: 100}, (_, i) => ask(from + i)));
    const {user, system} = process.cpuUsage(before);
    return (user + system) / 1000 / calls;
  };
  const {recorder, journal} = recorderAt(join(folder, "cost.jsonl"), 128);
  const alone = (seed: number) => bare.ask({...request, seed});
  await measure(alone); // warm
  const without = await measure(alone);
  const whole = await measure((seed) => recorder.ask(bare, {...request, seed}, {step: "surf", role: "target"}));
  const record = journal.read(0);
  const appending = await measure((seed) => journal.append({...record, id: seed.toString(16)}));
  journal.close();
  return [
    [
      "CPU per call over 10,000 calls: limits, retries, hashing, journal, and the lab itself",
      `${whole.toFixed(3)} ms`,
      "1 ms",
      whole < 1
    ],
    ["the journal's share of this", `${appending.toFixed(3)} ms`, "", true],
    ["the lab's own CPU per call (baseline)", `${without.toFixed(3)} ms`, "", true]
  ];
}
