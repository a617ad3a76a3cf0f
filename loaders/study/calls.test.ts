import {existsSync, readFileSync, readdirSync, rmSync} from "node:fs";
import {join} from "node:path";
import {afterEach, describe, expect, it} from "vitest";
import type {Row} from "../../src/lib/schema.js";
import {buildLab, type Lab} from "../lab/lab.js";
import type {Faults} from "../lab/server/faults.js";
import {serveLab, type LabServer} from "../lab/server/server.js";
import {tinyWorld, worldFrom} from "../lab/testing.js";
import {readTable} from "../store/tables.js";
import {dataFolder, studyFolder} from "../util/paths.js";
import {useTempData} from "../util/testing/temp-data.js";
import {describeEstimate, estimateStudy} from "./estimate.js";
import {readPrices} from "./prices.js";
import {readStudy} from "./read-study.js";
import {runStudy, type RunOptions} from "./run-study.js";
import type {Study} from "./study.js";
import {shipped, writeData} from "./testing.js";

useTempData();
const key = "sk-planted-3f9c2b7a51";
const lab: Lab = buildLab(worldFrom(tinyWorld));
const servers: LabServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serve(faults: Partial<Faults> & {port?: number} = {}): Promise<LabServer> {
  const server = await serveLab(lab, {port: 0, latencyInMs: 0, failRate: 0, seed: 1, ...faults});
  servers.push(server);
  return server;
}

/** The product's waits, fifty times shorter. */
const soon = {firstInMs: 10, longestInMs: 600};

/** A study that asks the lab over HTTP. */
function study(name: string, {url}: {url: string}, more = ""): Study {
  writeData(
    "pool.jsonl",
    [...Array(40)].map((_, i) => JSON.stringify({prompt: `p${i}`, sae_attributes: pool(i)})).join("\n")
  );
  const role = (role: string) => `{model: "${url}/v1:${role}", key: PLANTED_KEY}`;
  const text = `models: {target: ${role("target")}, query: ${role("query")}, judge: ${role("judge")}}
attributes: ../pool.jsonl
rubrics: [${shipped("rubrics/code.yaml")}]
surf: {runs: 2, iterations: 3, candidates: 12, control: 0.25}
${more}`;
  process.env.PLANTED_KEY = key;
  return readStudy(writeData(`studies/${name}.yaml`, text));
}

const sentences = [
  "The query is in capital letters.",
  "The query asks for code.",
  "The query is about soup.",
  "The query is about bread."
];
const pool = (i: number): string[] => [sentences[i % 4]!, sentences[(i >> 2) % 4]!];

const run = (study: Study, options: RunOptions = {}) =>
  runStudy(study, {publishEveryInMs: 1e6, cache: false, ...options});

async function candidates(name: string): Promise<Omit<Row<"candidates">, "latency">[]> {
  return ((await readTable(name, "candidates")) ?? []).map(({latency: _, ...row}) => row);
}

describe("faults of a provider", () => {
  it("at 30% change nothing but the time: every candidate once, scores as without faults", async () => {
    const calm = await serve();
    await run(study("calm", calm));
    await calm.close();
    servers.splice(0);
    const faulty = await serve({port: Number(new URL(calm.url).port), failRate: 0.3, seed: 4});
    const {counts} = await run(study("faulty", faulty), {retryPolicy: soon});
    expect(counts).toMatchObject({candidates: 72, scored: 72, unscored: 0});
    expect(await candidates("faulty")).toEqual(await candidates("calm"));
    const calls = (await readTable("faulty", "calls")) ?? [];
    expect(calls).toHaveLength(216);
    const sent = calls.reduce((sum, {attempts}) => sum + attempts, 0);
    expect(sent / calls.length).toBeGreaterThan(1.2);
  }, 120_000);

  it("that refuse beyond a capacity cost no candidate", async () => {
    const small = await serve({capacity: 4, latencyInMs: 5});
    const {counts} = await run(study("overload", small), {retryPolicy: soon});
    expect(counts).toMatchObject({scored: 72, unscored: 0});
  }, 120_000);
});

describe("the cache", () => {
  it("answers an identical study from another's journal, says so, and is left out on demand", async () => {
    const server = await serve();
    await run(study("first", server));
    const {spend} = await run(study("second", server), {cache: true});
    const calls = (await readTable("second", "calls")) ?? [];
    expect(calls.map(({attempts}) => attempts)).toEqual(calls.map(() => 0));
    const line = readFileSync(join(studyFolder("second"), "journal.jsonl"), "utf8").split("\n")[0]!;
    expect(JSON.parse(line)).toMatchObject({from: "first", cost: 0});
    expect(spend.calls).toBe(216);
    expect(await candidates("second")).toEqual((await candidates("first")).map((row) => ({...row, cost: 0})));
    await run(study("third", server), {cache: false});
    expect(((await readTable("third", "calls")) ?? []).every(({attempts}) => attempts === 1)).toBe(true);
  }, 60_000);
});

describe("run --retry unscored", () => {
  it("asks anew only what left candidates unscored, and leaves the search as it was", async () => {
    const server = await serve();
    const mended = study("mended", server);
    const cut = {...mended, judges: [{...mended.judges[0]!, maxTokens: 27}]}; // the longer judgements are cut off
    await run(cut);
    const before = await candidates("mended");
    const lost = before.filter(({status}) => status === "unscored");
    expect(lost.length).toBeGreaterThan(10);
    expect(lost.length).toBeLessThan(72);
    const asked = ((await readTable("mended", "calls")) ?? []).length;
    const {counts} = await run(cut, {retry: "unscored"});
    const after = await candidates("mended");
    expect(after.map(({query, attributes}) => [query, attributes])).toEqual(
      before.map(({query, attributes}) => [query, attributes])
    );
    for (const [i, row] of before.entries()) if (row.status === "scored") expect(after[i]).toEqual(row);
    expect(counts.candidates).toBe(72);
    const records = readFileSync(join(studyFolder("mended"), "journal.jsonl"), "utf8")
      .trim()
      .split("\n");
    expect(records).toHaveLength(asked + lost.length);
  }, 60_000);
});

describe("a provider that can't answer", () => {
  it("ends its own part with the cure; the rest goes on, and resume picks up what was left", async () => {
    const server = await serve();
    const spec = (wrong: string) =>
      `models: {target: ["${server.url}/v1:${wrong}", "${server.url}/v1:lab:target"], query: "${server.url}/v1:query", judge: "${server.url}/v1:judge"}
attributes: ../pool.jsonl
rubrics: [${shipped("rubrics/code.yaml")}]
surf: {runs: 1, iterations: 2, candidates: 6}
`;
    study("pool", server);
    rmSync(join(dataFolder(), "studies/pool.yaml"));
    const dead = readStudy(writeData("studies/two.yaml", spec("gpt-dead")));
    await expect(run(dead)).rejects.toThrow(/404.*gpt-dead.*check the model's name/);
    expect(await candidates("two")).toHaveLength(0);
    const {counts} = await run(readStudy(writeData("studies/two.yaml", spec("target"))));
    expect(counts).toMatchObject({candidates: 24, scored: 24});
  }, 60_000);
});

describe("money", () => {
  const prices = (url: string): string =>
    ["target", "query", "judge"]
      .map(
        (role) =>
          `- {model: "${url}/v1:${role}", input: 1000, output: 1000, date: 2026-01-01, source: "https://example.org"}\n`
      )
      .join("");

  it("is known before, kept below the cap, and the study goes on when the cap is raised", async () => {
    const server = await serve();
    const capped = study("capped", server, "budget: {usd: 25}");
    await expect(run(capped)).rejects.toThrow(/no price is known of http.*add it to/);
    expect(existsSync(studyFolder("capped"))).toBe(false);
    expect((await estimateStudy(capped)).unpriced).toHaveLength(3);
    writeData("prices.yaml", prices(server.url));
    const before = await estimateStudy(capped);
    expect(before.candidates).toBe(72);
    expect(describeEstimate(before)).toMatch(/low \/ likely \/ high, nothing was called[^]*assumed:/);
    const stopped = await run(capped);
    expect(stopped).toMatchObject({
      state: "stopped",
      error: expect.stringMatching(/budget of \$25 is used up/) as string
    });
    const paid = (await readJournal("capped")).reduce((sum, {cost}) => sum + cost, 0);
    expect(paid).toBeGreaterThan(5);
    expect(paid).toBeLessThanOrEqual(25);
    const whole = await run(capped, {budgetInUsd: 10_000});
    expect(whole).toMatchObject({state: "finished", counts: {candidates: 72}});
    const after = await estimateStudy(capped);
    expect(after.cost[0]).toBeLessThan(whole.spend.cost!);
    expect(after.cost[2]).toBeGreaterThan(whole.spend.cost!);
    rmSync(join(dataFolder(), "prices.yaml"));
  }, 120_000);

  it("of the shipped list has a date and a source for each line, and the closest name wins", () => {
    const prices = readPrices();
    expect(prices.find("anthropic:claude-haiku-4-5-20251001")).toMatchObject({input: 1, output: 5});
    expect(prices.find("openai:gpt-4o-mini")).toMatchObject({input: 0.15});
    expect(prices.find("openai:gpt-4o")).toMatchObject({input: 2.5});
    expect(prices.find("openrouter:meta-llama/llama-3.1-70b-instruct")).toBeNull();
    expect(prices.find("openai:gpt-5-mini")).toMatchObject({
      date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string
    });
  });
});

describe("keys", () => {
  it("are in no file that any study of these tests wrote", () => {
    const files = readdirSync(dataFolder(), {recursive: true, withFileTypes: true}).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(40);
    for (const {parentPath, name} of files)
      expect(readFileSync(join(parentPath, name)).includes(key), join(parentPath, name)).toBe(false);
  });
});

async function readJournal(name: string): Promise<{cost: number}[]> {
  const text = readFileSync(join(studyFolder(name), "journal.jsonl"), "utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as {cost: number});
}
