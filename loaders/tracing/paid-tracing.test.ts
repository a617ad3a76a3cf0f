import {existsSync, readFileSync, rmSync} from "node:fs";
import {join} from "node:path";
import {afterAll, afterEach, beforeAll, describe, expect, it} from "vitest";
import type {IndexManifest} from "../../src/shared/indexManifest.js";
import {indexBytes} from "../engine/testing/clustered-index.js";
import {unitFiles} from "../engine/unit-files.js";
import {readUnitRecord} from "../engine/unit-record.js";
import {openLab, type Lab} from "../lab/lab.js";
import {faultsOf} from "../lab/varied-worlds.js";
import {readWorld} from "../lab/world.js";
import type {Faults} from "../lab/server/faults.js";
import {serveLab, type LabServer} from "../lab/server/server.js";
import {createModel} from "../model/create.js";
import {readTable} from "../store/tables.js";
import {dataFolder, indexFolder, studyFolder} from "../util/paths.js";
import {useTempData} from "../util/testing/temp-data.js";
import {describeIndexEstimate} from "./estimate-index.js";
import {estimateStudy} from "../study/estimate/estimate.js";
import {estimateCorpus, indexCorpus, type IndexOptions} from "./index-corpus.js";
import {labIndexSettings} from "./lab-index.js";
import {readStudy} from "../study/file/read-study.js";
import {readRubric} from "../measure/rubric-file.js";
import {runStudy} from "../study/run/run-study.js";
import {shipped, writeData} from "../study/testing/data-folder.js";
import {traceInto} from "./trace-study.js";
import {makeIndexPlan} from "./units/find-plan.js";
import {runUnitsHere} from "./units/run-units.js";

/** Every role that costs money is asked over HTTP, as with a provider. The server of the lab plays them all. */

useTempData();
const world = shipped("worlds/chunky.yaml");
let lab: Lab;
let corpus: string;
const servers: LabServer[] = [];

beforeAll(async () => {
  lab = await openLab(world);
  const every = Math.ceil(lab.pairs().length / 500);
  const rows = lab.pairs().filter((_, i) => i % every === 0);
  corpus = writeData("corpus.jsonl", rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
});
afterEach(() => rmSync(join(dataFolder(), "prices.yaml"), {force: true}));
afterAll(async () => {
  for (const server of servers) await server.close();
});

async function serve(faults: Partial<Faults> = {}): Promise<string> {
  const server = await serveLab(lab, {port: 0, latencyInMs: 0, failRate: 0, seed: 1, steady: true, ...faults});
  servers.push(server);
  return `${server.url}/v1`;
}

const optionsFor = (url: string): IndexOptions => ({
  settings: {
    ...labIndexSettings,
    clusters: 80, // an embedding of words sees a meaning in each wording
    ...{extract: `${url}:extract`, embed: `${url}:embed`, summaries: `${url}:summarise`, check: `${url}:check`}
  }
});

/** Writes one price, in US dollars per million tokens, for all models of a server. */
const writePrices = (url: string, dollars: number): string =>
  writeData(
    "prices.yaml",
    `- {model: "${url}:*", input: ${dollars}, output: ${dollars}, date: 2026-01-01, source: "https://example.org"}\n`
  );

interface JournalLine {
  id: string;
  role: string;
  cost: number | null;
  worst?: number;
  usage: {inputTokens: number; outputTokens: number} | null;
}

function journalOf(folder: string): JournalLine[] {
  const lines = readFileSync(join(folder, "journal.jsonl"), "utf8")
    .trim()
    .split("\n")
    .filter((line) => line !== "");
  return lines.map((line) => JSON.parse(line) as JournalLine);
}

const spentIn = (lines: readonly JournalLine[], role?: string): number =>
  lines.reduce((sum, line) => sum + (role === undefined || line.role === role ? (line.cost ?? line.worst ?? 0) : 0), 0);

const fault = () => faultsOf(readWorld(world))[0]!;

/** A pair of the chunk that teaches the fault, as if a model had failed in this way. */
function failure() {
  const {chunk, rubric} = fault();
  const {prompt, response} = lab.pairs().find(({source}) => source === chunk)!;
  const graded = readRubric(shipped(`rubrics/${rubric}.yaml`));
  return {finding: null, rubric: graded, model: null, query: prompt, response};
}

const trace = (study: string, index: string, url: string) =>
  traceInto(study, [failure()], {
    ...{index, judge: createModel({name: `${url}:crux`, baseUrl: null, key: null}), budgetInUsd: 100},
    ...{k: 200, least: 0.5, polarity: "violate", seed: 1}
  });

const local = {extract: "local", embed: "lab:embed", summaries: "medoid", check: null};

describe("tracing with paid models in all roles", () => {
  it("estimates the price, indexes, traces to the chunk, and asks nothing twice", async () => {
    const url = await serve();
    const options = {...optionsFor(url), budgetInUsd: 100};
    await expect(indexCorpus(corpus, "paid", options)).rejects.toThrow(/no price is known for .*:embed/);
    writePrices(url, 1);
    const before = (await estimateCorpus(corpus, "paid", options))!;
    expect(before.roles.map(({role}) => role)).toEqual(["extract", "embed", "summarise", "check"]);
    expect(before.unpriced).toEqual([]);
    const made = await indexCorpus(corpus, "paid", options);
    const lines = journalOf(indexFolder("paid"));
    expect(new Set(lines.map(({role}) => role))).toEqual(new Set(["extract", "embed", "summarise", "check"]));
    for (const role of ["extract", "embed", "summarise", "check"])
      expect(spentIn(lines, role), role).toBeGreaterThan(0);
    expect(made).toMatchObject({state: "finished", unusable: {}, unusableSummaries: {}, check: {unusable: 0}});
    expect(made.extractor).toBe(`${url}:extract`);
    expect(made.spend).toEqual({calls: lines.length, cost: expect.closeTo(spentIn(lines), 9) as number});
    expect(spentIn(lines)).toBeLessThan(before.cost[2]);
    const after = (await estimateCorpus(corpus, "paid", options))!;
    expect(after.cost[0]).toBeLessThan(spentIn(lines) * 1.05);
    expect(after.cost[2]).toBeGreaterThan(spentIn(lines));
    expect(describeIndexEstimate(after)).toMatch(/embeddings: embed.*\n.*calls.*\n.*\$/);
    await indexCorpus(corpus, "paid", options);
    expect(journalOf(indexFolder("paid"))).toHaveLength(lines.length);

    const [{row} = {row: null}] = await trace("traced", "paid", url);
    expect(row).toMatchObject({status: "traced", source: fault().chunk, chooser: `${url}:crux`});
    expect(row!.strength).toMatch(/strong|clear/);
    const asked = journalOf(studyFolder("traced"));
    expect(asked.map(({role}) => role).sort()).toEqual([
      "crux",
      "embed",
      "embed",
      "embed",
      "embed",
      "extract",
      "extract"
    ]);
    await trace("traced", "paid", url);
    const again = journalOf(studyFolder("traced")).slice(asked.length);
    expect(again.map(({role}) => role)).toEqual(["embed", "embed"]); // to check the embedding model
    expect(await readTable("traced", "traces")).toHaveLength(1);
  }, 150_000);

  it("stops below the budget, embeddings included, and resumes when it is raised", async () => {
    const url = await serve();
    writePrices(url, 1000);
    const whole = (await estimateCorpus(corpus, "capped", optionsFor(url)))!;
    const extracting = whole.roles.find(({role}) => role === "extract")!.cost!;
    let cap = extracting[0];
    await expect(indexCorpus(corpus, "capped", {...optionsFor(url), budgetInUsd: cap})).rejects.toThrow(/is used up/);
    for (; cap < 1e6; cap *= 1.2) {
      const done = await indexCorpus(corpus, "capped", {...optionsFor(url), budgetInUsd: cap}).catch(() => null);
      const spent = spentIn(journalOf(indexFolder("capped")));
      expect(spent).toBeLessThanOrEqual(cap);
      if (done !== null) return expect(done.spend.cost).toBeCloseTo(spent, 6);
    }
    throw new Error("no budget was enough");
  }, 150_000);

  it("counts unusable answers by reason, and keeps them out of the index", async () => {
    const rates = {truncated: 0.08, declined: 0.04, refused: 0.04, empty: 0.04, "no-score": 0.08};
    const url = await serve({rates});
    const made: IndexManifest = await indexCorpus(corpus, "faulty", optionsFor(url));
    expect(made.state).toBe("finished");
    for (const reason of ["truncated", "refused", "empty", "unparsable"])
      expect(made.unusable[reason], reason).toBeGreaterThan(0);
    expect(Object.values(made.unusableSummaries!).reduce((a, b) => a + b, 0)).toBeGreaterThan(0);
    expect(made.check!.unusable).toBeGreaterThan(0);
    const clusters = (await readTable({index: "faulty"}, "corpus_clusters"))!;
    for (const {summary} of clusters) expect(summary).toMatch(/^The query .*\.$/);
  }, 150_000);

  it.each([
    [{truncated: 1}, "truncated"],
    [{refused: 1}, "refused"],
    [{"no-score": 1}, "unparsable"]
  ])("says why a judge chose no crux: %j", async (rates, reason) => {
    const url = await serve();
    const bad = await serve({rates, badRoles: ["crux"]});
    if ((await readTable({index: "plain"}, "corpus_clusters")) === undefined)
      await indexCorpus(corpus, "plain", {settings: {...optionsFor(url).settings, ...local}});
    writePrices(bad, 1);
    const [{row} = {row: null}] = await trace(`judged-${reason}`, "plain", bad);
    expect(row).toMatchObject({status: "untraced", reason: expect.stringContaining(`(${reason})`) as string});
  });
});

describe("the step turf of a study", () => {
  const study = (url: string, more = "") =>
    readStudy(
      writeData(
        "studies/stepped.yaml",
        `models: {target: "${url}:target", query: "${url}:query", judge: "${url}:judge"}
attributes: lab
rubrics: [${shipped(`rubrics/${fault().rubric}.yaml`)}]
world: ${world}
surf: {runs: 1, iterations: 2, candidates: 12}
turf: {index: stepped, findings: 3}
${more}`
      )
    );

  it("is part of the estimate, and the models of its index are part of the budget", async () => {
    const url = await serve();
    const unknown = await estimateStudy(study(url));
    expect(unknown.assumptions.join()).toMatch(/no index stepped yet/);
    await indexCorpus(corpus, "stepped", optionsFor(url));
    writePrices(url, 1);
    const {roles} = await estimateStudy(study(url));
    const ofTurf = roles.filter(({step}) => step === "turf");
    expect(ofTurf.map(({role, calls}) => `${role} ${calls[1]}`)).toEqual(["extract 6", "crux 3", "embed 6"]);
    expect(ofTurf.every(({cost}) => cost !== null && cost[1] > 0)).toBe(true);
    const price = 'input: 1, output: 1, date: 2026-01-01, source: "https://example.org"';
    const priced = ["target", "query", "judge"].map((role) => `- {model: "${url}:${role}", ${price}}\n`);
    writeData("prices.yaml", priced.join(""));
    await expect(runStudy(study(url, "budget: {usd: 5}"))).rejects.toThrow(/no price is known for .*:(extract|embed)/);
  });
});

describe("an index in units with paid models in all roles", () => {
  it("stays below the budget that its units share, asks nothing twice, and is that of one process", async () => {
    const url = await serve();
    writePrices(url, 1);
    const {settings} = optionsFor(url);
    const whole = await indexCorpus(corpus, "paid-whole", {settings});
    const cost = whole.spend.cost!;
    const request = {name: "paid-units", corpus, files: null, settings};
    const tight = await makeIndexPlan(request, {shards: 3, budgetInUsd: cost / 2});
    await expect(runUnitsHere(tight, {})).rejects.toThrow(/budget/);
    const paused = tight.units.find(({id}) => readUnitRecord(tight.work, id)?.isOverBudget);
    expect(paused?.task).toBe("extract");
    const before = tight.units.flatMap(({id}) => journalIfAny(unitFiles(tight.work, id).folder));
    expect(before.length).toBeGreaterThan(100);
    expect(spentIn(before)).toBeLessThanOrEqual(cost / 2);

    const plan = await makeIndexPlan(request, {shards: 3, budgetInUsd: 2 * cost});
    const made = await runUnitsHere(plan, {});
    expect(indexBytes(dataFolder(), "paid-units")).toEqual(indexBytes(dataFolder(), "paid-whole"));
    const lines = journalOf(indexFolder("paid-units"));
    const extracted = (folder: string) =>
      new Set(journalOf(folder).flatMap(({id, role}) => (role === "extract" ? [id] : [])));
    expect(extracted(indexFolder("paid-units"))).toEqual(extracted(indexFolder("paid-whole")));
    expect(made.spend.calls).toBe(lines.length);
    expect(spentIn(lines)).toBeLessThanOrEqual(1.1 * cost); // a text in two shards is asked about in both
  }, 200_000);
});

const journalIfAny = (folder: string): JournalLine[] =>
  existsSync(join(folder, "journal.jsonl")) ? journalOf(folder) : [];
