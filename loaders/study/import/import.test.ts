import {existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {beforeAll, describe, expect, it} from "vitest";
import type {StudyManifest} from "../../../src/shared/manifest.js";
import type {Row, TableName} from "../../../src/shared/schema.js";
import {readTable} from "../../store/tables.js";
import {dataFolder, projectFolder} from "../../util/paths.js";
import {useTempData} from "../../util/testing/temp-data.js";
import type {ImportOptions} from "./import-options.js";
import {importStudy} from "./import.js";
import {writeData} from "../testing/data-folder.js";

useTempData();

const row = (fields: Record<string, unknown> = {}): Record<string, unknown> => ({
  iteration: 1,
  timestamp: 1.5,
  query: "why?",
  attributes: ["A", "B"],
  weighted_attributes: ["A"],
  source_prompt: "a prompt of the pool",
  source_index: 12,
  response: "because",
  reward_score: 10,
  score_metadata: {reasoning: "fine", thinking: "hm"},
  run_id: 1,
  ...fields
});

const lines = (...values: unknown[]): string =>
  values.map((value) => `${typeof value === "string" ? value : JSON.stringify(value)}\n`).join("");
const summary = (...stats: unknown[]): string =>
  lines({type: "final_summary", final_buffer_size: 2, iteration_stats: stats});
const stat = (iteration: number, candidates: number, bufferTop?: number): unknown => ({
  iteration,
  candidates,
  buffer_top_score: bufferTop
});

/** Writes the files of run 1 of a sweep. Returns the sweep's folder. */
function sweep(folder: string, files: Record<string, string>): string {
  for (const [name, text] of Object.entries(files)) writeData(join(folder, "runs/run_1", name), text);
  return join(dataFolder(), folder);
}

async function rows<T extends TableName>(study: string, table: T): Promise<Row<T>[]> {
  return (await readTable(study, table)) ?? [];
}

const problem = (path: string, name: string, options?: ImportOptions): Promise<string> =>
  importStudy(path, name, options).then(
    () => "",
    (error: Error) => error.message
  );

describe("importing a sweep", () => {
  it("replays it: candidates, buffer, weights, findings and rates", async () => {
    const results = lines(
      row({reward_score: 60}),
      row({query: "how?", reward_score: 0, attributes: ["B"]}),
      row({iteration: 2, query: "when?", reward_score: 90, attributes: ["B", "C"]})
    );
    const path = sweep("whole", {
      "results.jsonl": results,
      "failures.jsonl": lines({iteration: 1, type: "parse_failed", response_preview: "<query_1>", attributes: ["A"]}),
      "summary.jsonl": summary(stat(1, 5, 60), stat(2, 1, 90))
    });
    writeFileSync(join(path, "sweep_summary.json"), JSON.stringify({num_runs: 1, num_iterations: 20}));
    const manifest = await importStudy(path, "whole", {rubric: "tone", model: "m"});
    expect(manifest).toMatchObject({
      origin: "imported",
      state: "finished",
      models: {target: ["m"]},
      rubrics: [{name: "tone", threshold: 50}],
      settings: {runs: 1, iterations: 20, candidates: 5, buffer: 2},
      counts: {candidates: 6, scored: 3, unscored: 3, flagged: 2},
      unscored: {"query-unparsable": 1, "not-recorded": 2},
      spend: {cost: null}
    });
    const candidates = await rows("whole", "candidates");
    expect(candidates.map(({iteration, slot, reason, score}) => [iteration, slot, reason, score])).toEqual([
      [1, 0, null, 60],
      [1, 1, null, 0],
      [1, 2, "query-unparsable", null],
      [1, 3, "not-recorded", null],
      [1, 4, "not-recorded", null],
      [2, 0, null, 90]
    ]);
    expect(candidates[0]).toMatchObject({attributes: ["A", "B"], weighted: ["A"], source_row: 12, flagged: true});
    const texts = await rows("whole", "texts");
    expect(texts[0]).toMatchObject({query: "why?", response: "because", reasoning: "fine", judge_thinking: "hm"});
    expect(texts[0]?.note).toContain("a prompt of the pool");
    expect(texts[2]).toMatchObject({query: null, response: null, reasoning: "parse_failed: <query_1>"});
    const buffer = await rows("whole", "buffer");
    expect(buffer.map(({iteration, rank, candidate, score}) => [iteration, rank, candidate, score])).toEqual([
      [1, 1, 0, 60],
      [1, 2, 1, 0],
      [2, 1, 5, 90],
      [2, 2, 0, 60]
    ]);
    const weights = (await rows("whole", "attribute_weights")).filter(({iteration}) => iteration === 2);
    expect(weights.map(({attribute, weight, probability}) => [attribute, weight, probability])).toEqual([
      ["A", 60, 60 / 300],
      ["B", 150, 150 / 300],
      ["C", 90, 90 / 300]
    ]);
    expect((await rows("whole", "findings")).map(({query, flagged}) => [query, flagged])).toEqual([
      ["when?", true],
      ["why?", true]
    ]);
    expect((await rows("whole", "rates")).find(({group}) => group === "search")).toMatchObject({
      n: 3,
      unscored: 3,
      violations: 2
    });
  });

  it("skips lines that can't be read and notes each with file and line", async () => {
    const path = sweep("broken", {"failures.jsonl": "", "summary.jsonl": summary(stat(1, 3, 70))});
    const good = JSON.stringify(row({reward_score: 70}));
    const text = lines(good, "not json", row({query: 7}), good, row({iteration: 0}), "[1]");
    const invalid = Buffer.from([0x7b, 0xff, 0x7d, 0x0a]);
    const torn = Buffer.from('{"iteration": 1, "query": "tor');
    writeFileSync(join(path, "runs/run_1/results.jsonl"), Buffer.concat([Buffer.from(text), invalid, torn]));
    const {notes, counts} = await importStudy(path, "broken");
    expect(counts).toMatchObject({candidates: 3, scored: 1});
    expect(notes).toEqual(
      expect.arrayContaining([
        "run 1, results.jsonl:2: skipped, not a JSON object",
        "run 1, results.jsonl:3: skipped, query: invalid input: expected string, received number",
        "run 1, results.jsonl:4: skipped, the same line is there twice",
        expect.stringMatching(/^run 1, results.jsonl:5: skipped, iteration: /),
        "run 1, results.jsonl:6: skipped, not a JSON object",
        "run 1, results.jsonl:7: skipped, not valid UTF-8",
        "run 1, results.jsonl:8: skipped, torn: the file ends inside it",
        "sweep_summary.json: not there"
      ])
    );
  });

  it("treats recorded scores that are not valid as unscored, so that they do not steer the search", async () => {
    const results = lines(
      row({reward_score: 0, score_metadata: {error: "overloaded"}}),
      row({reward_score: 0, score_metadata: {error: "no score", raw_response: "I think"}}),
      row({reward_score: 80, response: " "}),
      row({reward_score: 80, response: null}),
      JSON.stringify(row({reward_score: 1})).replace('"reward_score":1', '"reward_score":NaN'),
      row({reward_score: 250}),
      row({reward_score: 20})
    );
    await importStudy(sweep("none", {"results.jsonl": results}), "none");
    const candidates = await rows("none", "candidates");
    expect(candidates.map(({reason, score}) => reason ?? score)).toEqual([
      "judge-failed",
      "judge-unparsable",
      "response-empty",
      "response-empty",
      "judge-unparsable",
      "judge-out-of-range",
      20
    ]);
    expect((await rows("none", "texts"))[0]?.reasoning).toBe("overloaded");
    expect((await rows("none", "buffer")).map(({score}) => score)).toEqual([20]);
  });

  it("keeps hostile text unchanged, a line of 5 MB, and rows with 10,000 attributes", async () => {
    const hostile = '</script><img src=x onerror=alert(1)>\u202e\u0000\n| `${x}` ";--';
    const long = "é".repeat(2_500_000);
    const many = Array.from({length: 10_000}, (_, i) => `A${i}`);
    const results = lines(row({query: hostile, response: hostile}), row({response: long}), row({attributes: many}));
    await importStudy(sweep("hostile", {"results.jsonl": results}), "hostile");
    const texts = await rows("hostile", "texts");
    expect(texts[0]).toMatchObject({query: hostile, response: hostile});
    expect(texts[1]?.response === long).toBe(true);
    expect((await rows("hostile", "candidates"))[2]?.attributes).toEqual(many);
  });

  it("counts notes instead of listing thousands, and ignores absurd counts", async () => {
    const results = lines(row(), ...Array<string>(1000).fill("x"), row({iteration: 1e12, source_index: 1e15}));
    const path = sweep("absurd", {"results.jsonl": results, "summary.jsonl": summary(stat(1, 1e15))});
    const {notes, counts} = await importStudy(path, "absurd");
    expect(notes).toContain("run 1, results.jsonl: 951 more were skipped");
    expect(notes.length).toBeLessThan(70);
    expect(counts.candidates).toBe(1);
  });

  it("notes what is missing: a run's folder, its summary, and a buffer that differs", async () => {
    const path = sweep("lost", {"results.jsonl": lines(row({reward_score: 60}))});
    writeData("lost/runs/run_2/results.jsonl", lines(row({reward_score: 60})));
    writeData("lost/runs/run_2/summary.jsonl", summary(stat(1, 1, 75)));
    const named = {num_runs: 5, num_iterations: 3, results: [{run_id: 4, final_buffer_size: 5, iteration_stats: []}]};
    writeFileSync(join(path, "sweep_summary.json"), JSON.stringify(named));
    const {notes} = await importStudy(path, "lost");
    expect(notes).toEqual(
      expect.arrayContaining([
        "run 4: sweep_summary.json names it, its folder is not there",
        "5 runs were asked for, 2 are here",
        "run 1, summary.jsonl: not there",
        "run 1, failures.jsonl: not there",
        expect.stringContaining("run 1: its files do not say how many candidates were asked for"),
        "run 1: no final summary; it may have been cut short",
        "run 2: the recorded buffer top differs from the replay in iteration 1"
      ])
    );
    expect((await rows("lost", "runs")).map(({run, planned}) => [run, planned])).toEqual([
      [1, 3],
      [2, 3]
    ]);
  });

  it("adds up the summaries of a run that was resumed, and notes iterations that none counts", async () => {
    const results = lines(...[1, 2, 3].map((iteration) => row({iteration, query: `q${iteration}`})));
    const resumed = sweep("resumed", {
      "results.jsonl": results,
      "summary.jsonl": summary(stat(1, 2), stat(2, 9)) + summary(stat(2, 3))
    });
    const {counts, notes} = await importStudy(resumed, "resumed");
    expect(counts).toMatchObject({candidates: 6, scored: 3, unscored: 3});
    expect(notes).toContain("run 1: no counts of iteration 3; only recorded candidates are counted");
  });

  it("reads a sweep's summary that has results without a run, or of runs that failed", async () => {
    const path = sweep("odd", {"results.jsonl": lines(row())});
    const results = [
      {run_id: 1, iteration_stats: [stat(1, 4)]},
      {run_id: 2, error: "boom"},
      {error: "boom"},
      null,
      {run_id: "3"}
    ];
    writeFileSync(join(path, "sweep_summary.json"), JSON.stringify({num_runs: 3, num_iterations: "many", results}));
    const {counts, notes} = await importStudy(path, "odd");
    expect(counts.candidates).toBe(4);
    expect(notes).toEqual(
      expect.arrayContaining([
        "run 2: sweep_summary.json names it, its folder is not there: it failed",
        "sweep_summary.json: result 3 names no run, left out",
        "sweep_summary.json: result 4 names no run, left out",
        "3 runs were asked for, 1 is here"
      ])
    );
  });

  it("reads a single run folder under its own number", async () => {
    writeData("single/run_7/results.jsonl", lines(row()));
    await importStudy(join(dataFolder(), "single/run_7"), "single", {threshold: 5});
    expect((await rows("single", "candidates"))[0]).toMatchObject({run: 7, flagged: true, model: "unknown"});
  });
});

describe("importStudy refuses", () => {
  let run = "";
  beforeAll(() => {
    run = dirname(writeData("refuse/results.jsonl", lines(row())));
  });

  it("a missing path, or one of something else", async () => {
    expect(await problem(join(dataFolder(), "nowhere"), "x")).toBe("no such file or folder");
    const expected = "expected a folder with results.jsonl or runs/, a findings .json file, or Inspect logs (.eval)";
    expect(await problem(writeData("some.csv", "a,b"), "x")).toBe(expected);
    mkdirSync(join(dataFolder(), "hollow"));
    expect(await problem(join(dataFolder(), "hollow"), "x")).toBe(expected);
  });

  it("folders and devices in the place of files, and names that are too long", async () => {
    mkdirSync(join(dataFolder(), "dirs/results.jsonl"), {recursive: true});
    expect(await problem(join(dataFolder(), "dirs"), "x")).toBe("is not a file: expected JSON lines");
    symlinkSync("/dev/zero", join(dataFolder(), "zero.json"));
    symlinkSync("loop.json", join(dataFolder(), "loop.json"));
    writeData("file/runs", "");
    const expected = "expected a folder with results.jsonl or runs/, a findings .json file, or Inspect logs (.eval)";
    for (const path of ["/dev/zero", join(dataFolder(), "zero.json"), join(dataFolder(), "file")])
      expect(await problem(path, "x")).toBe(expected);
    expect(await problem(join(dataFolder(), "loop.json"), "x")).toBe("no such file or folder");
    expect(await problem("a".repeat(5000), "x")).toBe("no such file or folder");
    expect(await problem(run, "a".repeat(300))).toBe("expected a name of at most 100 characters, got 300");
    mkdirSync(join(dataFolder(), "summary/runs/run_1"), {recursive: true});
    writeData("summary/runs/run_1/results.jsonl", lines(row()));
    mkdirSync(join(dataFolder(), "summary/sweep_summary.json"));
    const {notes} = await importStudy(join(dataFolder(), "summary"), "summary");
    expect(notes).toContain("sweep_summary.json: not readable, left out");
  });

  it("a sweep without any row that can be read", async () => {
    mkdirSync(join(dataFolder(), "empty/runs"), {recursive: true});
    expect(await problem(join(dataFolder(), "empty"), "x")).toBe("holds no scored candidate that can be read");
  });

  it("an invalid name, or that of a study file", async () => {
    expect(await problem(run, "../evil")).toContain("expected letters, digits, - and _, got ../evil");
    writeData("studies/mine.yaml", "models: lab\n");
    expect(await problem(run, "mine", {overwrite: true})).toContain("mine is a study file of yours");
  });

  it("a name that is taken, unless told to overwrite an imported study", async () => {
    await importStudy(run, "taken");
    expect(await problem(run, "taken")).toBe("study taken is already there: add --overwrite to replace it");
    expect((await importStudy(run, "taken", {overwrite: true, threshold: 5})).counts.flagged).toBe(1);
    const file = join(dataFolder(), "runs/taken/study.json");
    const own = {...(JSON.parse(readFileSync(file, "utf8")) as StudyManifest), fingerprint: "abc"};
    writeFileSync(file, JSON.stringify(own));
    expect(await problem(run, "taken", {overwrite: true})).toBe("study taken is already there: choose another name");
  });
});

const shared = join(projectFolder, "../shared/data");

describe.skipIf(!existsSync(shared))("real files (needs ../shared/data)", () => {
  it("replays a sweep of 3,200 candidates to the buffers that its runs recorded", async () => {
    const manifest = await importStudy(join(shared, "surf-sweep"), "real");
    expect(manifest.counts).toMatchObject({candidates: 3200, scored: 798});
    expect(manifest.unscored["query-unparsable"]).toBe(134);
    const buffer = await rows("real", "buffer");
    for (const run of [3, 4]) {
      const recorded = recordedTops(run);
      const replayed = buffer.filter((entry) => entry.run === run && entry.rank === 1);
      expect(recorded).toHaveLength(20);
      expect(replayed.map(({score}) => score)).toEqual(recorded);
    }
  });

  it("has the weights of Eq. 1 over the last buffer", async () => {
    const candidates = await rows("real", "candidates");
    const buffer = (await rows("real", "buffer")).filter(({iteration}) => iteration === 20);
    const last = (await rows("real", "attribute_weights")).filter(({iteration, weight}) => iteration === 20 && weight);
    const expected = new Map<string, number>();
    for (const {run, candidate, score} of buffer)
      for (const attribute of new Set(candidates[candidate!]!.attributes))
        expected.set(`${run} ${attribute}`, (expected.get(`${run} ${attribute}`) ?? 0) + score);
    expect(new Map(last.map(({run, attribute, weight}) => [`${run} ${attribute}`, weight]))).toEqual(expected);
  });
});

/** The best score in the buffer after each iteration, as the run recorded it. */
const recordedTops = (run: number): number[] =>
  readFileSync(join(shared, `surf-sweep/runs/run_${run}/summary.jsonl`), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as {buffer_scores?: number[]})
    .flatMap(({buffer_scores: scores}) => (scores === undefined ? [] : Math.max(...scores)));
