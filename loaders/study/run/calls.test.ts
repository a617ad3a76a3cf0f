import {existsSync, readFileSync, readdirSync, rmSync} from "node:fs";
import {join} from "node:path";
import {afterEach, describe, expect, it} from "vitest";
import type {Row} from "../../../src/shared/schema.js";
import {buildLab, type Lab} from "../../lab/lab.js";
import {badAnswers, isBadAnswer, type BadAnswer} from "../../lab/server/bad-answers.js";
import {brokenCalls} from "../../lab/server/broken-calls.js";
import type {FaultKind, Faults} from "../../lab/server/faults.js";
import {serveLab, type LabServer} from "../../lab/server/server.js";
import {tinyWorld, worldFrom} from "../../lab/testing.js";
import {readTable} from "../../store/tables.js";
import {dataFolder, studyFolder} from "../../util/paths.js";
import {useTempData} from "../../util/testing/temp-data.js";
import {describeEstimate, estimateStudy} from "../estimate/estimate.js";
import {readPrices} from "../../model/prices.js";
import {readStudy} from "../file/read-study.js";
import {runStudy, type RunOptions} from "./run-study.js";
import type {Study} from "../../step/study.js";
import {shipped, writeData} from "../testing/data-folder.js";

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
const soon = {firstInMs: 10, maxWaitInMs: 600};

type WireName = "openai" | "anthropic";

/** A study that asks the lab over HTTP, with the SDK of one wire format. */
function study(name: string, {url}: {url: string}, more = "", wire: WireName = "openai"): Study {
  writeData(
    "pool.jsonl",
    [...Array(40)].map((_, i) => JSON.stringify({prompt: `p${i}`, sae_attributes: pool(i)})).join("\n")
  );
  const address = (role: string) =>
    wire === "openai" ? `model: "${url}/v1:${role}"` : `model: "anthropic:${role}", base_url: "${url}"`;
  const role = (role: string) => `{${address(role)}, key: PLANTED_KEY}`;
  const text = `models: {target: ${role("target")}, query: ${role("query")}, judge: ${role("judge")}}
attributes: ../pool.jsonl
rubrics: [${shipped("rubrics/code.yaml")}]
${more === "" || !more.includes("surf:") ? "surf: {runs: 2, iterations: 3, candidates: 12, control: 0.25}" : ""}
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

const wires: WireName[] = ["openai", "anthropic"];
const shares = (kinds: readonly FaultKind[], share: number) => Object.fromEntries(kinds.map((kind) => [kind, share]));

/** The reasons that each bad answer of the lab can lead to. */
const endings: Record<BadAnswer, Row<"candidates">["reason"][]> = {
  empty: ["query-empty", "response-empty", "judge-unparsable"],
  declined: ["query-refused", "judge-refused"],
  refused: ["query-refused", "judge-refused"],
  truncated: ["query-truncated", "response-truncated", "judge-truncated"],
  "thinking-only": ["response-thinking-only"],
  repetition: ["response-incoherent"],
  restated: ["query-restates-attributes"],
  "no-score": ["judge-unparsable"],
  "out-of-range": ["judge-out-of-range"],
  "two-scores": ["judge-unparsable"]
};

describe.each(wires)("faults of a provider, with the %s SDK", (wire) => {
  it("at a rate of 30% change only the time: each candidate once, the same scores", async () => {
    const calm = await serve({steady: true});
    await run(study(`calm-${wire}`, calm, "", wire));
    await calm.close();
    servers.splice(0);
    const faulty = await serve({port: Number(new URL(calm.url).port), failRate: 0.3, steady: true});
    const {counts} = await run(study(`faulty-${wire}`, faulty, "", wire), {retryPolicy: soon});
    expect(counts).toMatchObject({candidates: 72, scored: 72, unscored: 0});
    expect(await candidates(`faulty-${wire}`)).toEqual(await candidates(`calm-${wire}`));
    const calls = (await readTable(`faulty-${wire}`, "calls")) ?? [];
    expect(calls).toHaveLength(216);
    const sent = calls.reduce((sum, {attempts}) => sum + attempts, 0);
    expect(sent / calls.length).toBeGreaterThan(1.2);
  }, 180_000);

  it("and of its answers, together 30%: each candidate has the same score, or a reason", async () => {
    // One iteration, so that no prompt depends on an answer.
    const size = "surf: {runs: 2, iterations: 1, candidates: 60, sampler: reference}";
    const calm = await serve({steady: true});
    await run(study(`good-${wire}`, calm, size, wire));
    await calm.close();
    servers.splice(0);
    const port = Number(new URL(calm.url).port);
    const bad = await serve({port, failRate: 0.15, rates: shares(badAnswers, 0.02), steady: true, seed: 2});
    await run(study(`bad-${wire}`, bad, size, wire), {retryPolicy: soon});
    const [good, found] = [await candidates(`good-${wire}`), await candidates(`bad-${wire}`)];
    expect(found).toHaveLength(120);
    expect(new Set(found.map(({run, slot}) => `${run} ${slot}`)).size).toBe(120);
    const unscored = found.filter(({status}) => status === "unscored");
    expect(unscored.length).toBeGreaterThan(10);
    expect(unscored.length).toBeLessThan(80);
    const reasons = Object.values(endings).flat();
    for (const {reason, score} of unscored) expect([score, reasons.includes(reason)]).toEqual([null, true]);
    for (const [i, row] of found.entries()) if (row.status === "scored") expect(row).toEqual(good[i]);
  }, 180_000);

  it.each(badAnswers)("an answer that is %s leads to one reason, and is asked for once", async (kind) => {
    for (const role of ["query", "target", "judge"].filter((role) => isBadAnswer(kind, role))) {
      const server = await serve({rates: {[kind]: 1}, badRoles: [role]});
      const name = `${kind}-${role}-${wire}`;
      const {counts} = await run(study(name, server, "surf: {runs: 1, iterations: 1, candidates: 2}", wire));
      expect(counts).toMatchObject({candidates: 2, scored: 0, unscored: 2});
      const [first, second] = await candidates(name);
      expect(endings[kind]).toContain(first!.reason);
      expect([first!.reason!.split("-")[0], first!.score]).toEqual([role === "target" ? "response" : role, null]);
      expect(second!.reason).toBe(first!.reason);
      expect(((await readTable(name, "calls")) ?? []).every(({attempts}) => attempts === 1)).toBe(true);
    }
  });

  it.each(brokenCalls)("a call that ends %s is retried", async (kind) => {
    const server = await serve({rates: {[kind]: 0.5}});
    const size = "surf: {runs: 1, iterations: 1, candidates: 4}";
    const {counts} = await run(study(`${kind}-${wire}`, server, size, wire), {retryPolicy: {...soon, attempts: 100}});
    expect(counts).toMatchObject({candidates: 4, scored: 4});
    const calls = (await readTable(`${kind}-${wire}`, "calls")) ?? [];
    expect(calls.reduce((sum, {attempts}) => sum + attempts, 0)).toBeGreaterThan(calls.length);
  });
});

describe("a provider", () => {
  it("that refuses calls above its capacity loses no candidate", async () => {
    const small = await serve({capacity: 4, latencyInMs: 5});
    const {counts} = await run(study("overload", small), {retryPolicy: soon});
    expect(counts).toMatchObject({scored: 72, unscored: 0});
  }, 120_000);
});

describe("the cache", () => {
  it("answers an identical study from the journal of another, says so, and can be turned off", async () => {
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
  it("asks again only the calls that left candidates unscored, and keeps the search as it was", async () => {
    const server = await serve();
    const mended = study("mended", server, "surf: {runs: 2, iterations: 2, candidates: 12, control: 0.25}"); // too few to pause
    const cut = {...mended, judges: [{...mended.judges[0]!, maxTokens: 27}]}; // the longer judgements are cut off
    await run(cut);
    const before = await candidates("mended");
    const lost = before.filter(({status}) => status === "unscored");
    expect(lost.length).toBeGreaterThan(10);
    expect(lost.length).toBeLessThan(48);
    const asked = ((await readTable("mended", "calls")) ?? []).length;
    const {counts} = await run(cut, {retry: "unscored"});
    const after = await candidates("mended");
    expect(after.map(({query, attributes}) => [query, attributes])).toEqual(
      before.map(({query, attributes}) => [query, attributes])
    );
    for (const [i, row] of before.entries()) if (row.status === "scored") expect(after[i]).toEqual(row);
    expect(counts.candidates).toBe(48);
    const records = readFileSync(join(studyFolder("mended"), "journal.jsonl"), "utf8")
      .trim()
      .split("\n");
    expect(records).toHaveLength(asked + lost.length);
  }, 60_000);
});

describe("a provider that can't answer", () => {
  it("ends only its own part, with advice; the rest continues, and resuming does what is missing", async () => {
    const server = await serve();
    const spec = (wrong: string) => {
      const model = (name: string) => `"${server.url}/v1:${name}"`;
      const targets = `[${model(wrong)}, ${model("lab:target")}]`;
      return `models: {target: ${targets}, query: ${model("query")}, judge: ${model("judge")}}
attributes: ../pool.jsonl
rubrics: [${shipped("rubrics/code.yaml")}]
surf: {runs: 1, iterations: 2, candidates: 6}
`;
    };
    study("pool", server);
    rmSync(join(dataFolder(), "studies/pool.yaml"));
    const dead = readStudy(writeData("studies/two.yaml", spec("gpt-dead")));
    await expect(run(dead)).rejects.toThrow(/404.*gpt-dead.*check the model's name/);
    const other = await candidates("two"); // those of the other target at the same address
    expect(other.map(({status}) => status)).toEqual(Array.from({length: 12}, () => "scored"));
    const {counts} = await run(readStudy(writeData("studies/two.yaml", spec("target"))));
    expect(counts).toMatchObject({candidates: 24, scored: 24});
  }, 60_000);
});

describe("money", () => {
  const prices = (url: string): string => {
    const price = 'input: 1000, output: 1000, date: 2026-01-01, source: "https://example.org"';
    const lines = ["target", "query", "judge"].map((role) => `- {model: "${url}/v1:${role}", ${price}}\n`);
    return lines.join("");
  };

  it("is estimated before, stays below the cap, and the study continues when the cap is raised", async () => {
    const server = await serve();
    const capped = study("capped", server, "budget: {usd: 25}");
    await expect(run(capped)).rejects.toThrow(/no price is known for http.*add it to/);
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

  it("in the product's price list has a date and a source, and the closest name wins", () => {
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
  it("are in no file that a study of these tests wrote", () => {
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
