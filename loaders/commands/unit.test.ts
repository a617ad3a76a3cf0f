import {rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {afterEach, describe, expect, it, vi} from "vitest";
import {main} from "../cli.js";
import type {StudyPlan} from "../study/units/study-plan.js";
import {hashOfRows} from "../store/testing/hash-of-rows.js";
import type {IndexPlan} from "../tracing/units/index-plan.js";
import {readStudy} from "../study/file/read-study.js";
import {runStudy} from "../study/run/run-study.js";
import {shipped, writeData} from "../study/testing/data-folder.js";
import {studyFolder} from "../util/paths.js";
import {useTempData} from "../util/testing/temp-data.js";

useTempData();
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** Runs the command in this process. */
async function surfturf(args: readonly string[], variables: Record<string, string> = {}) {
  const said = {stdout: "", stderr: ""};
  for (const name of ["stdout", "stderr"] as const)
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      said[name] += String(text);
      return true;
    });
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  await main([process.execPath, "surfturf", ...args]);
  const code = Number(process.exitCode ?? 0);
  process.exitCode = undefined;
  vi.unstubAllEnvs();
  return {code, ...said};
}

describe("surfturf unit", () => {
  it("runs what any scheduler of arrays starts, by the number in its variable alone: a plain loop", async () => {
    const file = writeData(
      "studies/loop.yaml",
      `models: lab\nrubrics: [${shipped("rubrics/code.yaml")}]\nworld: ${shipped("worlds/chunky.yaml")}\n` +
        "surf: {runs: 1, iterations: 2, candidates: 10}\nconfirm: {top: 2, samples: 2}\n"
    );
    await runStudy(readStudy(file));
    const tables = ["candidates", "findings", "samples", "rates", "calls"] as const;
    const whole = tables.map((table) => hashOfRows("loop", table));
    rmSync(studyFolder("loop"), {recursive: true});

    const {units} = JSON.parse((await surfturf(["plan", file, "--json"])).stdout) as StudyPlan;
    expect(units.map(({steps}) => steps)).toEqual([["surf", "confirm"], ["gather"]]);
    const early = await surfturf(["unit", file, "gather"]);
    expect(early).toMatchObject({code: 75, stderr: expect.stringContaining("waiting")});
    const wrong = await surfturf(["unit", file], {JOB_COMPLETION_INDEX: "2"});
    expect(wrong).toMatchObject({code: 2, stderr: expect.stringContaining("no unit 2: loop has units 0 to 1")});
    for (const i of units.keys())
      expect((await surfturf(["unit", file], {JOB_COMPLETION_INDEX: String(i)})).code).toBe(0);
    expect(tables.map((table) => hashOfRows("loop", table))).toEqual(whole);
    const status = JSON.parse((await surfturf(["status", "loop", "--json"])).stdout) as {units: {state: string}[]};
    expect(status.units.map(({state}) => state)).toEqual(["done", "done"]);
  });

  it("says how to plan again if the study has changed, or the plan is damaged", async () => {
    const file = writeData("studies/edited.yaml", `models: lab\nrubrics: [${shipped("rubrics/code.yaml")}]\n`);
    expect((await surfturf(["plan", file])).stdout).toContain("edited: 2 units");
    writeData("studies/edited.yaml", `models: lab\nrubrics: [${shipped("rubrics/rebut.yaml")}]\n`);
    const changed = await surfturf(["unit", file, "gather"]);
    expect(changed).toMatchObject({code: 2, stderr: expect.stringContaining("plan it again")});
    writeFileSync(join(studyFolder("edited"), "units", "plan.json"), "{");
    const damaged = await surfturf(["unit", file, "gather"]);
    expect(damaged).toMatchObject({code: 2, stderr: expect.stringContaining("run surfturf plan edited again")});
  });
});

describe("surfturf unit of an index", () => {
  const row = (i: number): string =>
    `${JSON.stringify({prompt: `What is number ${i}?`, response: `It is ${i} in all.`, source: i % 2 ? "a" : "b"})}\n`;
  const corpus = Array.from({length: 40}, (_, i) => row(i)).join("");

  it("runs by the number in a variable alone, in a plain loop", async () => {
    writeData("pairs.jsonl", corpus);
    const file = writeData("numbers.yaml", "corpus: pairs.jsonl\nembed: lab:embed\nclusters: 5\nshards: 2\n");
    const {units, work} = JSON.parse((await surfturf(["plan", file, "--json"])).stdout) as IndexPlan;
    expect([work, units.length, units[1]!.id]).toEqual(["index:numbers", 60, "extract-1of2"]);
    expect(await surfturf(["unit", "index:numbers", "gather"])).toMatchObject({code: 75});
    expect((await surfturf(["status", "index:numbers"])).stdout).toContain("0 of 60 units done");
    for (const i of units.keys())
      expect((await surfturf(["unit", "index:numbers"], {SLURM_ARRAY_TASK_ID: String(i)})).code).toBe(0);
    const {state, units: standings} = JSON.parse((await surfturf(["status", file, "--json"])).stdout) as {
      state: string;
      units: {unit: string; state: string}[];
    };
    expect([state, standings.length, standings.every((unit) => unit.state === "done")]).toEqual(["finished", 60, true]);
    expect((await surfturf(["status", file, "--watch"])).stdout).toMatch(/^numbers: finished\n/);
    const again = await surfturf(["index", file]);
    expect(again).toMatchObject({code: 0, stdout: expect.stringContaining("numbers: finished")});
  });

  it("says in one line what is wrong with its file, its flags or its plan", async () => {
    writeData("pairs.jsonl", corpus);
    const file = writeData("wrong.yaml", "corpus: pairs.jsonl\nshards: many\ncluster: 4\n");
    const wrong = await surfturf(["plan", file]);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toMatch(/wrong\.yaml:2: shards: expected a whole number from 1 to 500, got "many"/);
    expect(wrong.stderr).toMatch(/wrong\.yaml:3: cluster: unknown key; expected one of corpus, files/);
    const broken = writeData("broken.yaml", "corpus: [\n");
    expect((await surfturf(["index", broken])).stderr).toContain("not valid YAML");
    const good = writeData("good.yaml", "corpus: pairs.jsonl\nembed: lab:embed\n");
    expect((await surfturf(["index", good, "--clusters", "3"])).stderr).toContain("--clusters: the file of the index");
    expect((await surfturf(["unit", good, "0"])).stderr).toContain("no units are planned for the index good");
    await surfturf(["plan", good, "--shards", "1"]);
    writeData("good.yaml", "corpus: pairs.jsonl\nembed: lab:embed\nclusters: 4\n");
    expect((await surfturf(["unit", good, "0"])).stderr).toContain("the index has changed since it was planned");
  });
});
