import {chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {delimiter, join} from "node:path";
import {afterAll, beforeAll, describe, expect, it, vi} from "vitest";
import {readUnitRecord} from "../../engine/unit-record.js";
import {readTable} from "../../store/tables.js";
import {useTempData} from "../../util/testing/temp-data.js";
import {readStudy} from "../file/read-study.js";
import {shipped, writeData} from "../testing/data-folder.js";
import {doUnit} from "./do-unit.js";
import {planStudy} from "./plan-study.js";

useTempData();

/** A stand-in for vLLM that says which model it serves, and writes down how it was started. */
const program = `#!${process.execPath}
const [, , command, model, ...args] = process.argv;
require("fs").appendFileSync(process.env.STARTED, JSON.stringify([command, model, ...args]) + "\\n");
const port = Number(args[args.indexOf("--port") + 1]);
require("http").createServer((request, response) => {
  if (request.url === "/health") return response.end();
  const choices = [{message: {content: "I am " + model}, finish_reason: "stop"}];
  const usage = {prompt_tokens: 1, completion_tokens: 1, total_tokens: 2};
  request.resume().on("end", () =>
    response.setHeader("content-type", "application/json").end(JSON.stringify({model, choices, usage})));
}).listen(port, args[args.indexOf("--host") + 1]);
`;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "surfturf-vllm-"));
  writeFileSync(join(folder, "vllm"), program);
  chmodSync(join(folder, "vllm"), 0o755);
  vi.stubEnv("PATH", `${folder}${delimiter}${process.env.PATH}`);
  vi.stubEnv("STARTED", join(folder, "started"));
  vi.stubEnv("SURFTURF_VLLM_ARGS", " --tensor-parallel-size  2 ");
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, {recursive: true});
});

const longInMs = 240_000; // a quiet machine takes a tenth of it

describe("a target with weights", {timeout: longInMs}, () => {
  it("has a server of its own inside its unit, on 127.0.0.1, for all rubrics; gather starts none", async () => {
    const study = readStudy(
      writeData(
        "studies/served.yaml",
        `models: {target: ["vllm:org/a", "vllm:org/b"], query: lab:query, judge: lab:judge}
world: ${shipped("worlds/chunky.yaml")}
rubrics: [${shipped("rubrics/code.yaml")}, ${shipped("rubrics/rebut.yaml")}]
attributes: lab
surf: {runs: 1, iterations: 1, candidates: 4}
confirm: {top: 1, samples: 2, which: all}
`
      )
    );
    const plan = planStudy(study);
    expect(plan.units.map(({steps, target, rubric, servers}) => [steps, target, rubric, servers])).toEqual([
      [["surf", "confirm"], "vllm:org/a", null, 1],
      [["surf", "confirm"], "vllm:org/b", null, 1],
      [["gather"], null, null, 0]
    ]);
    await Promise.all(plan.units.slice(0, 2).map((unit) => doUnit(study, unit, plan))); // on one node
    await doUnit(study, plan.units[2]!, plan);

    const started = readFileSync(join(folder, "started"), "utf8").trim().split("\n");
    const calls = started.map((line) => JSON.parse(line) as string[]).toSorted((a, b) => (a[1]! < b[1]! ? -1 : 1));
    const ports = calls.map((args) => args[args.indexOf("--port") + 1]!);
    expect(calls.map((args) => args.filter((arg) => !ports.includes(arg)))).toEqual(
      ["org/a", "org/b"].map((model) => [
        "serve",
        model,
        "--host",
        "127.0.0.1",
        "--port",
        "--tensor-parallel-size",
        "2"
      ])
    );
    expect(new Set(ports).size).toBe(2);
    for (const port of ports) await expect(fetch(`http://127.0.0.1:${port}/health`)).rejects.toThrow();

    const texts = (await readTable("served", "texts"))!;
    const candidates = (await readTable("served", "candidates"))!;
    expect(candidates).toHaveLength(2 * 2 * 4);
    for (const [i, {model}] of candidates.entries())
      expect([null, `I am ${model.slice("vllm:".length)}`]).toContain(texts[i]!.response);
    expect(texts.some(({response}) => response !== null)).toBe(true);
    expect(existsSync(join(folder, "started")) && readUnitRecord("served", "gather")).toMatchObject({state: "done"});
  });
});

describe("a probe whose prompts a model rewords", {timeout: longInMs}, () => {
  it("asks for the rewordings once, before the units of its targets", async () => {
    const study = readStudy(
      writeData(
        "studies/reworded.yaml",
        `models: {target: ["vllm:org/a", "vllm:org/b"], query: lab:query, judge: lab:judge}
world: ${shipped("worlds/chunky.yaml")}
rubrics: [${shipped("rubrics/code.yaml")}]
surf: false
probe:
  - name: polite
    prompts: [Tell me about bread., Explain jazz music., What is knitting?, Describe coral reefs.]
    transform: [{rewrite: "Say it politely.", name: politely}]
    measure: [tokens]
    samples: 1
`
      )
    );
    const plan = planStudy(study, {parts: 2});
    expect(plan.units.map(({share, stage, servers}) => [share?.target ?? null, stage, servers])).toEqual([
      ...[1, 2].map(() => [null, 0, 0]),
      ...["vllm:org/a", "vllm:org/a", "vllm:org/b", "vllm:org/b"].map((target) => [target, 1, 1]),
      [null, 2, 0]
    ]);
    for (const unit of plan.units) await doUnit(study, unit, plan);
    const calls = (await readTable("reworded", "calls"))!;
    expect(calls.filter(({role}) => role === "perturb")).toHaveLength(4);
    expect(calls.filter(({role}) => role === "target")).toHaveLength(2 * 4); // the lab has no polite words for these
    const asked = plan.units.slice(0, -1).map(({id}) => readUnitRecord("reworded", id)!.asked);
    expect(asked.slice(0, 2).reduce((sum, count) => sum + count, 0)).toBe(4);
    expect(readUnitRecord("reworded", "gather")).toMatchObject({state: "done"});
  });
});
