import {spawn, spawnSync} from "node:child_process";
import {existsSync, mkdirSync, readFileSync, statSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {hashOfRows} from "./store/testing/hash-of-rows.js";
import {projectFolder} from "./util/paths.js";
import {useTempData} from "./util/testing/temp-data.js";

const {folder} = useTempData();
const command = join(projectFolder, "loaders", "surfturf.js");

function surfturf(...args: string[]) {
  const {status, stdout, stderr} = spawnSync(process.execPath, [command, ...args], {
    encoding: "utf8",
    env: {...process.env, SURFTURF_DATA: folder(), DEBUG: ""}
  });
  return {code: status, stdout, stderr};
}

function writeStudy(name: string, surf: string, more = ""): string {
  mkdirSync(join(folder(), "studies"), {recursive: true});
  const file = join(folder(), "studies", `${name}.yaml`);
  const data = join(projectFolder, "data");
  writeFileSync(
    file,
    `models: lab\nrubrics: [${data}/rubrics/code.yaml]\nworld: ${data}/worlds/chunky.yaml\nsurf: {${surf}}\n${more}`
  );
  return file;
}

/** Follows a study with `status --watch`. */
function watch(study: string) {
  const env = {...process.env, SURFTURF_DATA: folder()};
  const child = spawn(process.execPath, [command, "status", study, "--watch"], {env});
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise((resolve) => child.on("close", (code) => resolve({code, stderr})));
  const until = async (text: RegExp): Promise<void> => {
    while (!text.test(stdout)) {
      if (child.exitCode !== null) throw new Error(`ended before it said ${String(text)}: ${stdout}${stderr}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  return {child, ended, until, stdout: () => stdout};
}

describe("surfturf", () => {
  it.each([
    [["--help"]],
    [["run", "--help"]],
    [["import", "--help"]],
    [["status", "--help"]],
    [["review", "--help"]],
    [["rescore", "--help"]],
    [["lab", "serve", "--help"]]
  ])("explains %j and exits 0", (args) => {
    const {code, stdout} = surfturf(...args);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Usage: surfturf/);
  });

  it.each([
    [["fly"], /unknown command 'fly'/],
    [["run"], /missing required argument 'study'/],
    [["run", "nothing"], /nothing: no such study/],
    [["import", "nowhere", "--name", "x"], /nowhere: no such file or folder/],
    [["import", "nowhere", "--name", "a/b"], /--name: expected letters, digits/],
    [
      ["import", "nowhere", "--name", "x", "--threshold", "high"],
      /--threshold: expected a score from 0 to 100, got high/
    ],
    [
      ["run", "nothing", "--budget", "0calls"],
      /expected US dollars, more than 0, such as 20, or calls, such as 5000calls/
    ],
    [["status", "nobody"], /no such study: nobody/],
    [["status", "--watch", "--json"], /--watch: .*call status --json again/],
    [["review", "nobody"], /nobody: no such study/],
    [["rescore", "nobody"], /nothing to change: expected --rubric <file>, --judge <model>, or both/],
    [["rescore", "nobody", "--judge", "lab:judge"], /nobody: the study has no tables yet: run it first/],
    [["rescore", "a/b", "--judge", "lab:judge"], /expected letters, digits/],
    [["rescore", "nobody", "--judge", "lab:judge", "--budget", "none"], /expected US dollars/],
    [["lab", "serve", "--port", "high"], /expected a number from 0 to 65535/],
    [["lab", "serve", "--world", "mars"], /mars: no such world/]
  ])("answers %j with one line and exit code 2", (args, expected) => {
    const {code, stderr} = surfturf(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(expected);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(existsSync(join(folder(), "runs"))).toBe(false);
  });

  it("names what is wrong in a study file and writes nothing", () => {
    const file = writeStudy("wrong", "runs: 2", "colour: red\n");
    const {code, stderr} = surfturf("run", file);
    expect(code).toBe(2);
    expect(stderr.trim()).toMatch(/wrong\.yaml:5: colour: unknown key/);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(existsSync(join(folder(), "runs"))).toBe(false);
  });

  it("runs a study by name with plain progress lines, prints JSON, and does not redo finished work", () => {
    writeStudy("tiny", "runs: 2, iterations: 2, candidates: 10");
    const first = surfturf("run", "tiny", "--json");
    expect(first.code).toBe(0);
    expect(JSON.parse(first.stdout)).toMatchObject({name: "tiny", state: "finished", counts: {candidates: 40}});
    expect(first.stderr).toMatch(/tiny: search 1\/1 \(code\).*40\/40 candidates/);
    const again = surfturf("run", "tiny", "--json");
    expect(again.stderr).toMatch(/finished: nothing to do/);
    expect(surfturf("run", "tiny").stdout).toMatch(
      /^tiny: finished\n[^]* {2}page +http:\/\/127\.0\.0\.1:3000\/studies\/tiny\/ /
    );
    expect(JSON.parse(again.stdout)).toEqual(JSON.parse(first.stdout));
    expect(JSON.parse(surfturf("status", "tiny", "--json").stdout)).toMatchObject({state: "finished"});
    expect(surfturf("status").stdout).toMatch(/tiny: finished/);
  });

  it("scores a study again by an edited rubric, prints what changed, and estimates without a call", () => {
    writeStudy("edit", "runs: 2, iterations: 2, candidates: 10");
    surfturf("run", "edit", "--json");
    const edited = join(folder(), "edited.yaml");
    const text = readFileSync(join(projectFolder, "data/rubrics/code.yaml"), "utf8");
    writeFileSync(edited, text.replace("threshold: 70", "threshold: 5"));
    const estimate = surfturf("rescore", "edit", "--rubric", edited, "--estimate", "--json");
    expect(JSON.parse(estimate.stdout)).toMatchObject({answers: 40, roles: [{role: "judge", calls: [40, 40, 40]}]});
    expect(existsSync(join(folder(), "runs", "edit", "rescores"))).toBe(false);
    const first = surfturf("rescore", "edit", "--rubric", edited, "--sample", "12");
    expect(first.stdout).toMatch(/12 answers scored again of 12 of 40 candidates[^]*12 calls made/);
    const all = surfturf("rescore", "edit", "--rubric", edited, "--all", "--json");
    expect(JSON.parse(all.stdout)).toMatchObject({state: "finished", whole: true, calls: 28, after: {threshold: 5}});
    writeFileSync(edited, "name: code\nprinciple: [\n");
    expect(surfturf("rescore", "edit", "--rubric", edited)).toMatchObject({code: 2, stdout: ""});
  }, 240_000);

  it("stops cleanly on Ctrl-C, says how to resume, and resumes", async () => {
    writeStudy("long", "runs: 5, iterations: 200, candidates: 100, sampler: reference"); // nothing ends it early
    const child = spawn(process.execPath, [command, "run", "long"], {env: {...process.env, SURFTURF_DATA: folder()}});
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    const journal = join(folder(), "runs", "long", "journal.jsonl");
    while (!existsSync(journal) || statSync(journal).size < 100_000) await new Promise((r) => setTimeout(r, 50));
    const watching = watch("long");
    await watching.until(/long: running; surf \d+\/\d+/);
    const left = watch("long");
    await left.until(/running/);
    left.child.kill("SIGINT");
    expect(await left.ended).toEqual({code: 130, stderr: ""});
    child.kill("SIGINT");
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect(code).toBe(130);
    expect(await watching.ended).toEqual({code: 0, stderr: ""});
    expect(watching.stdout()).toMatch(/\nlong: stopped\n/);
    expect(stderr).toMatch(/Stopped\. Resume with: npx surfturf run long/);
    expect(surfturf("status", "long").stdout).toMatch(/long: stopped/);
    expect(existsSync(join(folder(), "runs", "long.lock"))).toBe(false);
  }, 240_000);

  it("goes on after kill -9 with nothing lost and nothing asked twice", async () => {
    writeStudy("killed", "runs: 3, iterations: 8, candidates: 40");
    writeStudy("whole", "runs: 3, iterations: 8, candidates: 40");
    const journal = join(folder(), "runs", "killed", "journal.jsonl");
    for (const bytes of [1, 200_000, 700_000]) {
      const child = spawn(process.execPath, [command, "run", "killed"], {
        env: {...process.env, SURFTURF_DATA: folder()},
        stdio: "ignore"
      });
      const ended = new Promise((resolve) => child.on("close", resolve));
      while (!existsSync(journal) || statSync(journal).size < bytes) await new Promise((r) => setTimeout(r, 5));
      child.kill("SIGKILL");
      await ended;
    }
    expect(surfturf("run", "killed").code).toBe(0);
    expect(surfturf("run", "whole").code).toBe(0);
    const ids = (study: string) =>
      readFileSync(join(folder(), "runs", study, "journal.jsonl"), "utf8")
        .trim()
        .split("\n")
        .map((line) => line.slice(8, 47));
    expect(new Set(ids("killed")).size).toBe(ids("killed").length);
    expect(ids("killed").toSorted()).toEqual(ids("whole").toSorted());
    for (const table of ["candidates", "texts", "buffer", "attribute_weights", "findings", "calls"] as const)
      expect(hashOfRows("killed", table), table).toBe(hashOfRows("whole", table));
  }, 180_000);
});
