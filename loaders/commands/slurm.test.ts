import {existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import {afterAll, beforeAll, describe, expect, it, vi, type TestContext} from "vitest";
import {main} from "../cli.js";
import {indexBytes, writeClusteredIndex, writeSameIndex} from "../engine/testing/clustered-index.js";
import {
  codeOf,
  killUnits,
  runningUnits,
  startRun,
  startSurfturf,
  tableBytes,
  writeClusteredStudy,
  writeTracedStudy
} from "../engine/testing/clustered-study.js";
import {startSlurm, type SlurmCluster} from "../engine/testing/slurm-cluster.js";
import {openLab} from "../lab/lab.js";
import {serveLab} from "../lab/server/server.js";
import {countRequests, type Counter} from "../lab/testing/count-requests.js";
import {readTable} from "../store/tables.js";
import {readStudy} from "../study/file/read-study.js";
import {runStudy} from "../study/run/run-study.js";
import {projectFolder} from "../util/paths.js";

const longInMs = 400_000; // a quiet machine takes a tenth of it
const tables = ["candidates", "texts", "iterations", "attributes", "buffer", "findings", "samples", "rates"] as const;

let cluster: SlurmCluster | string;
let lab: {url: string; close: () => Promise<void>};
let counter: Counter;
let home: string; // its name is hostile on purpose

beforeAll(async () => {
  cluster = await startSlurm();
  if (typeof cluster === "string") return;
  home = join(mkdtempSync(join(tmpdir(), "surfturf-on-")), `it's a "%j" $(touch x); folder`);
  mkdirSync(home);
  const world = await openLab(join(projectFolder, "data/worlds/chunky.yaml"));
  lab = await serveLab(world, {port: 0, latencyInMs: 60, failRate: 0, seed: 1, steady: true});
  counter = await countRequests(lab.url);
}, longInMs);

afterAll(async () => {
  if (typeof cluster !== "object") return;
  await cluster.stop();
  counter.close();
  await lab.close();
  rmSync(join(home, ".."), {recursive: true, force: true});
}, 60_000);

function needSlurm({skip}: TestContext): SlurmCluster {
  if (typeof cluster === "string") return skip(`no Slurm to test with: ${cluster}`);
  return cluster;
}

const rowsOf = async (folder: string, study: string): Promise<string> => {
  process.env.SURFTURF_DATA = folder;
  const rows = await Promise.all(tables.map((name) => readTable(study, name)));
  delete process.env.SURFTURF_DATA;
  return JSON.stringify(rows, (key, value: unknown) => (key === "latency" ? undefined : value));
};

describe("a study on a real Slurm of two nodes", () => {
  it(
    "has the tables of one machine though units, a node's daemon and the submitting process die",
    async (context) => {
      const slurm = needSlurm(context);
      const file = writeClusteredStudy(home, "deaths", counter.url, 10);
      process.env.SURFTURF_DATA = home;
      await runStudy(readStudy(file));
      const whole = await rowsOf(home, "deaths");
      const expected = counter.take();
      rmSync(join(home, "runs"), {recursive: true});

      let run = startRun(slurm, home, file);
      const asked = (share: number) => until(() => counter.count >= share * expected.size, run);
      await asked(0.1);
      killUnits(join(home, "runs", "deaths"), 1);
      await asked(0.2);
      run.kill("SIGKILL"); // the submitting process
      run = startRun(slurm, home, file);
      await asked(0.3);
      slurm.killNode("n1");
      await asked(0.4);
      slurm.startNode("n1");
      const [task] = (await slurm.slurm("squeue", "-h", "-r", "-t", "running", "-o", "%i")).trim().split("\n");
      if (task !== "") await slurm.slurm("scontrol", "requeue", task!);
      await slurm.slurm("scontrol", "update", "NodeName=n2", "State=DRAIN", "Reason=test");
      await asked(0.6);
      await slurm.slurm("scontrol", "update", "NodeName=n2", "State=RESUME");
      expect(await codeOf(run), run.said()).toBe(0);

      expect(await rowsOf(home, "deaths")).toBe(whole);
      const seen = counter.take();
      expect([...expected.keys()].filter((id) => !seen.has(id))).toEqual([]);
      const again = [...seen].reduce((sum, [id, times]) => sum + times - (expected.get(id) ?? 0), 0);
      expect(again).toBeLessThanOrEqual(5 * 8); // deaths x calls in flight
    },
    longInMs
  );

  it(
    "says on any machine of it what runs, and ends it where it is told to",
    async (context) => {
      const slurm = needSlurm(context);
      rmSync(join(home, "runs"), {recursive: true, force: true}); // its answers would be used again
      const file = writeClusteredStudy(home, "ended", counter.url, 10);
      counter.take();
      const run = startRun(slurm, home, file);
      await until(() => counter.count > 20, run);
      const said = await surfturf(slurm, "status", "ended");
      expect(said).toMatch(/ {2}0 of 3 units done, [12] running(, 1 to be submitted|, \d waiting)*\n/);
      expect(said).toMatch(/surf-[\w-]+ running: n[12]\n/);
      expect(await surfturf(slurm, "stop", file)).toMatch(/^ended: [123] units ended\n/);
      expect(await codeOf(run), run.said()).toBe(130);
      expect(run.said()).toContain("Stopped. Resume with: npx surfturf run");
      expect(await surfturf(slurm, "status", "ended")).toContain("stopped: surfturf run ended --on slurm goes on");
    },
    longInMs
  );
});

describe("an index on a real Slurm of two nodes", () => {
  it(
    "is that of one process though a unit and the submitting process die, and spares the rounds that are not needed",
    async (context) => {
      const slurm = needSlurm(context);
      const file = await writeClusteredIndex(home, "divided", 400);
      const arguments_ = ["index", file, "--on", "slurm"];
      let run = startSurfturf(slurm, home, arguments_);
      const isDone = (id: string) => existsSync(join(home, "indexes", "divided", "units", id, "out", "result.json"));
      await until(() => runningUnits(join(home, "indexes", "divided")).length > 0 && isDone("extract-1of2"), run);
      killUnits(join(home, "indexes", "divided"));
      run.kill("SIGKILL");
      expect(await surfturf(slurm, "status", "index:divided")).toMatch(/\d+ of 60 units done/);
      run = startSurfturf(slurm, home, arguments_);
      expect(await codeOf(run), run.said()).toBe(0);
      expect(run.said()).toMatch(/divided: finished\n/);

      await surfturf(slurm, "index", writeSameIndex(file, "whole"));
      expect(indexBytes(home, "divided")).toEqual(indexBytes(home, "whole"));
      const {units} = JSON.parse(await surfturf(slurm, "status", "index:divided", "--json")) as {
        units: {unit: string; state: string}[];
      };
      expect(units.filter(({state}) => state !== "done")).toEqual([]);
      await until(async () => (await slurm.slurm("squeue", "-h")).trim() === ""); // what is spared does not stay
    },
    longInMs
  );
});

describe("the traces of a study in an index in shards, on a real Slurm of two nodes", () => {
  it(
    "search it in units, with the tables of one process though a unit that searches and the submitting process die",
    async (context) => {
      const slurm = needSlurm(context);
      const index = await writeClusteredIndex(home, "searched", 600);
      await surfturf(slurm, "index", index);
      const file = writeTracedStudy(home, "traced", "searched");
      await surfturf(slurm, "run", file);
      const expected = tableBytes(home, "traced");
      rmSync(join(home, "runs", "traced"), {recursive: true});

      const folder = join(home, "runs", "traced");
      const isSearching = () =>
        existsSync(join(folder, "units")) &&
        readdirSync(join(folder, "units")).some((entry) => /^turf-search-.*\.lock$/.test(entry));
      let run = startRun(slurm, home, file);
      await until(isSearching, run);
      killUnits(folder);
      run.kill("SIGKILL");
      run = startRun(slurm, home, file);
      expect(await codeOf(run), run.said()).toBe(0);
      expect(await surfturf(slurm, "plan", file)).toMatch(/turf-search-2of2-\w+ {2}\(after 2 units\)/);
      expect(tableBytes(home, "traced")).toEqual(expected);
    },
    longInMs
  );
});

/** What a command prints that runs in this process. */
async function surfturf({config}: SlurmCluster, ...args: string[]): Promise<string> {
  let said = "";
  const quiet = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const spy = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    said += String(text);
    return true;
  });
  vi.stubEnv("SLURM_CONF", config);
  vi.stubEnv("SURFTURF_DATA", home);
  try {
    await main([process.execPath, "surfturf", ...args]);
    return said;
  } finally {
    spy.mockRestore();
    quiet.mockRestore();
    vi.unstubAllEnvs();
    process.exitCode = undefined;
  }
}

/** Waits for something that a run does. Throws what it said where it ended before. */
async function until(isTrue: () => boolean | Promise<boolean>, run?: ReturnType<typeof startRun>): Promise<void> {
  while (!(await isTrue())) {
    if (run !== undefined && run.exitCode !== null) throw new Error(`the run ended early: ${run.said()}`);
    await sleep(5);
  }
}
