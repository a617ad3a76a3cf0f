import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {
  codeOf,
  startRun,
  startSurfturf,
  tableBytes,
  writeEngine,
  writeTracedStudy
} from "../engine/testing/clustered-study.js";
import {startSlurm, type SlurmCluster} from "../engine/testing/slurm-cluster.js";
import {readStudy} from "../study/file/read-study.js";
import {runStudy} from "../study/run/run-study.js";

const longInMs = 400_000; // a quiet machine takes a tenth of it
const firstInMb = 60; // less than Node takes

let cluster: SlurmCluster | string;
let home: string;

beforeAll(async () => {
  cluster = await startSlurm({killsOverMemory: true});
  home = mkdtempSync(join(tmpdir(), "surfturf-memory-"));
}, longInMs);

afterAll(async () => {
  if (typeof cluster === "object") await cluster.stop();
  rmSync(home, {recursive: true, force: true});
}, 60_000);

/** Memory that was asked for a unit, time after time. */
const memoryOf = (study: string, unit: RegExp): number[] =>
  readFileSync(join(home, "runs", study, "units", "jobs.jsonl"), "utf8")
    .split("\n")
    .filter((line) => line.includes('"intent"'))
    .map((line) => JSON.parse(line) as {memoryInMb: number; units: {id: string}[]})
    .filter(({units}) => units.some(({id}) => unit.test(id)))
    .map(({memoryInMb}) => memoryInMb);

describe("a study on a real Slurm that ends jobs over their memory", () => {
  it(
    "gives its units more until it is enough, and has the tables of one machine",
    async (context) => {
      if (typeof cluster === "string") return context.skip(`no Slurm to test with: ${cluster}`);
      const file = writeTracedStudy(home, "short", "lab");
      process.env.SURFTURF_DATA = home;
      await runStudy(readStudy(file));
      delete process.env.SURFTURF_DATA;
      const expected = tableBytes(home, "short");
      rmSync(join(home, "runs"), {recursive: true});

      writeEngine(home, `${firstInMb}M`);
      const run = startRun(cluster, home, file);
      expect(await codeOf(run), run.said()).toBe(0);
      expect(run.said()).toMatch(/surf-code-[\w-]+ again: it was out of memory: .*exceeded memory limit/);
      const asked = memoryOf("short", /^surf-code/);
      expect(asked.length).toBeGreaterThan(1);
      expect(asked).toEqual(asked.map((_, i) => firstInMb * 2 ** i)); // once as much at a time: it was killed each time
      expect(tableBytes(home, "short")).toEqual(expected);
    },
    longInMs
  );

  it(
    "fails with what Slurm says where no node has as much, and its status says so",
    async (context) => {
      if (typeof cluster === "string") return context.skip(`no Slurm to test with: ${cluster}`);
      const file = writeTracedStudy(home, "huge", "lab");
      writeEngine(home, "9000M");
      const run = startRun(cluster, home, file);
      expect(await codeOf(run), run.said()).toBe(1);
      const words =
        /surf-code-[\w-]+ failed: Slurm refuses the job \(Memory specification can not be satisfied.*9000 MB/;
      expect(run.said()).toMatch(words);
      const status = startSurfturf(cluster, home, ["status", "huge"]);
      expect(await codeOf(status), status.said()).toBe(0);
      expect(status.said()).toMatch(words);
      expect(status.said()).toMatch(/0 of 3 units done, 1 blocked, 2 failed/);
    },
    longInMs
  );
});
