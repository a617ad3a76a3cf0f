import {existsSync, rmSync} from "node:fs";
import {afterEach, beforeAll, describe, expect, it, vi} from "vitest";
import {tableNames} from "../../../src/shared/schema.js";
import {openLab} from "../../lab/lab.js";
import {hashOfRows} from "../../store/testing/hash-of-rows.js";
import {readTable, tablePath} from "../../store/tables.js";
import {Recorder} from "../../store/recorder.js";
import {studyFolder} from "../../util/paths.js";
import {problemOf} from "../../util/testing/problem.js";
import {useTempData} from "../../util/testing/temp-data.js";
import {estimateStudy} from "../estimate/estimate.js";
import {readStudy} from "../file/read-study.js";
import {shipped, writeData} from "../testing/data-folder.js";
import {runStudy} from "./run-study.js";

const {folder} = useTempData();
const lab = await openLab(shipped("worlds/chunky.yaml"));
const rows = lab.pairs().filter((_, i) => i % 12 === 0);
const texts = new Set(rows.map(({prompt}) => prompt));
beforeAll(() => void writeData("studies/prompts.jsonl", rows.map((row) => `${JSON.stringify(row)}\n`).join("")));

const models = "models: {target: lab:target, query: corpus:prompts.jsonl, judge: lab:judge}";

const study = (name: string, more: readonly string[] = [], head = models) =>
  readStudy(
    writeData(
      `studies/${name}.yaml`,
      [
        head,
        `world: ${shipped("worlds/chunky.yaml")}`,
        `rubrics: [${shipped("rubrics/rebut.yaml")}]`,
        ...more,
        ""
      ].join("\n")
    )
  );

const name = "corpus:data/studies/prompts.jsonl";
const size = "runs: 2, iterations: 4, candidates: 25, seed: 1";

const hashes = (name: string) =>
  Object.fromEntries(
    tableNames.filter((table) => existsSync(tablePath(name, table))).map((table) => [table, hashOfRows(name, table)])
  );

const ask = Recorder.prototype.ask;

/** A signal that stops a study after a number of answers. */
function stopAfter(calls: number): AbortSignal {
  const stop = new AbortController();
  let answered = 0;
  vi.spyOn(Recorder.prototype, "ask").mockImplementation(async function (this: Recorder, ...request) {
    const call = await ask.apply(this, request);
    if (++answered === calls) stop.abort(new Error("stopped"));
    return call;
  });
  return stop.signal;
}
afterEach(() => void vi.restoreAllMocks());

const problem = (read: () => unknown): Promise<string> => problemOf(read, folder());

describe.each(["adaptive", "reference"])("a study whose queries are prompts of a corpus (sampler %s)", (sampler) => {
  const surf = [`surf: {sampler: ${sampler}, ${size}}`, "confirm: {top: 2, samples: 3}"];

  it("asks real prompts, without a query model, and says what each has", async () => {
    const manifest = await runStudy(study("real", surf));
    expect(manifest).toMatchObject({state: "finished", attributes: {source: name}});
    expect(manifest.models.query).toEqual([name]);
    const candidates = (await readTable("real", "candidates"))!;
    const full = (await readTable("real", "texts"))!;
    expect(candidates).toHaveLength(200);
    expect(full.every(({query}) => texts.has(query!))).toBe(true);
    const calls = (await readTable("real", "calls"))!;
    expect(new Set(calls.filter(({step}) => step === "surf").map(({role}) => role))).toEqual(
      new Set(["target", "judge"])
    );
    for (const {attributes, met, coverage} of candidates)
      expect(coverage).toBeCloseTo(attributes.filter((each) => met.includes(each)).length / attributes.length, 9);
    const mean = candidates.reduce((sum, {coverage}) => sum + coverage!, 0) / candidates.length;
    expect(manifest.counts.coverage).toBeCloseTo(mean, 9);
    const numbers = new Map(candidates.map(({prompt, id}) => [prompt, full[id]!.query]));
    expect(manifest.counts.prompts).toBe(numbers.size);
    expect(new Set(numbers.values()).size).toBe(numbers.size);
    const uses = new Map((await readTable("real", "attributes"))!.map((row) => [row.attribute, row.uses]));
    const [some] = candidates[0]!.met;
    expect(uses.get(some!)).toBe(candidates.filter(({met}) => met.includes(some!)).length);
  });

  it("has the same tables when it is run again, and when it was stopped in the middle", async () => {
    await runStudy(study("whole", surf));
    const whole = hashes("whole");
    rmSync(studyFolder("whole"), {recursive: true});
    expect((await runStudy(study("whole", surf), {signal: stopAfter(120)})).state).toBe("stopped");
    vi.restoreAllMocks();
    await runStudy(study("whole", surf));
    expect(hashes("whole")).toEqual(whole);
    await runStudy(study("whole", surf));
    expect(hashes("whole")).toEqual(whole);
  });
});

describe("a study with query: corpus:...", () => {
  it("costs nothing for its queries", async () => {
    const {roles, assumptions} = await estimateStudy(study("cheap", [`surf: {${size}}`]));
    expect(roles.map(({role}) => role)).toEqual(["target", "judge"]);
    expect(assumptions).toContain(`Queries are prompts of ${name}: no call, no cost.`);
  });

  it("is refused in one line with the cure if there is no such corpus, or it doesn't fit the pool", async () => {
    const of = (query: string, more: readonly string[] = []) =>
      problem(() => runStudy(study("bad", more, `models: {target: lab:target, query: "${query}", judge: lab:judge}`)));
    expect(await of("corpus:nothing")).toBe(
      "/studies/bad.yaml:1: models.query: no index and no file of the name nothing: make the index with: npx surfturf " +
        "index <data> --name nothing, or give the path of a data file"
    );
    expect(await of("corpus:./nothing.jsonl")).toBe("/studies/bad.yaml:1: models.query: no such file: ./nothing.jsonl");
    const pool = writeData("studies/pool.jsonl", '{"sae_attributes": ["The query is of another world."]}\n');
    expect(await of("corpus:prompts.jsonl", [`attributes: ${pool}`])).toMatch(
      /^\/studies\/bad\.yaml:1: models\.query: corpus:data\/studies\/prompts\.jsonl: none of its \d+ prompts has an attribute of the pool pool\.jsonl: take the key attributes out to use those of the prompts$/
    );
    expect(await of("lab:query", ["attributes: corpus"])).toBe(
      "/studies/bad.yaml:4: attributes: corpus are the attributes of the prompts: it needs query: corpus:<index or file>"
    );
    expect(await of("corpus:prompts.jsonl", ["robustness: {top: 1}"])).toMatch(/needs a model that rewords prompts/);
  });

  it("draws from a pool of which some attributes are in no prompt", async () => {
    const [own] = (await readTable("real", "candidates"))!.flatMap(({met}) => met);
    const rows = [[own!, "The query is of another world."], ["The query is of another world."]];
    const pool = writeData(
      "studies/mixed.jsonl",
      rows.map((row) => `${JSON.stringify({sae_attributes: row})}\n`).join("")
    );
    const manifest = await runStudy(
      study("mixed", [`attributes: ${pool}`, "surf: {runs: 1, iterations: 2, candidates: 10}"])
    );
    expect(manifest.counts.coverage).toBeGreaterThan(0);
    expect(manifest.counts.coverage).toBeLessThan(1);
  });
});
