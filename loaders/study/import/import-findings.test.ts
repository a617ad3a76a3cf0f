import {existsSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import type {Row, TableName} from "../../../src/shared/schema.js";
import {readTable} from "../../store/tables.js";
import {dataFolder, projectFolder} from "../../util/paths.js";
import {useTempData} from "../../util/testing/temp-data.js";
import {importStudy} from "./import.js";
import {writeData} from "../testing/data-folder.js";

useTempData();

const rows = async <T extends TableName>(study: string, table: T): Promise<Row<T>[]> =>
  (await readTable(study, table)) ?? [];

const problem = (path: string, name: string): Promise<string> =>
  importStudy(path, name).then(
    () => "",
    (error: Error) => error.message
  );

const entry = (fields: Record<string, unknown> = {}): Record<string, unknown> => ({
  experiment: "code_bleed",
  model: "m1",
  query: "q",
  response: "r",
  score: 80,
  ...fields
});

describe("importing published findings", () => {
  it("reads entries with marks, resampling and translations, and notes invalid ones", async () => {
    const entries = [
      entry({
        category: "The query is formal. The query is long.",
        opus_reason: "code",
        marking: "great",
        repro_num_regenerations: 10,
        repro_fraction_above_threshold: 0.4,
        repro_regen_mean: 120,
        query_translation: "Q"
      }),
      entry({experiment: "unheard_of", model: "m2", score: 60, repro_num_regenerations: "many"}),
      entry({score: 180}),
      {model: "m1"},
      null
    ];
    const path = writeData("published.json", JSON.stringify({all_entries: entries}));
    const manifest = await importStudy(path, "published");
    expect(manifest).toMatchObject({origin: "published", counts: {candidates: 2, scored: 2, flagged: 1, findings: 2}});
    expect(manifest.rubrics.map(({name, threshold}) => [name, threshold])).toEqual([
      ["code", 70],
      ["unheard_of", 70]
    ]);
    expect(manifest.notes.slice(-3)).toEqual([
      "entry 3: skipped, score: too big: expected number to be <=100",
      "entry 4: skipped, experiment: invalid input: expected string, received undefined",
      "entry 5: skipped, entry: invalid input: expected object, received null"
    ]);
    const [first, second] = await rows("published", "findings");
    expect(first).toMatchObject({rubric: "code", mark: "great", confirmed_n: 10, confirmed_rate: 0.4});
    expect(first?.attributes).toEqual(["The query is formal.", "The query is long."]);
    expect(second).toMatchObject({mark: null, confirmed_n: null, flagged: false});
    expect((await rows("published", "texts"))[0]).toMatchObject({reasoning: "code", note: "Query, translated:\nQ"});
  });

  it("reads a bare list of 2,000 entries of one model", async () => {
    const entries = Array.from({length: 2000}, (_, i) => entry({query: `query number ${i} ${i ** 3}`}));
    const path = writeData("large.json", JSON.stringify(entries));
    expect((await importStudy(path, "large")).counts.candidates).toBe(2000);
  });

  it.each([
    ["not json", "not readable as JSON: "],
    ["{}", "no findings in it: expected a list, or an object with all_entries"],
    ["[]", "holds no finding that can be read"],
    ["[1, {}]", "holds no finding that can be read"]
  ])("refuses a file of %s", async (text, message) => {
    expect(await problem(writeData("refused.json", text), "refused")).toContain(message);
    expect(existsSync(join(dataFolder(), "runs/refused"))).toBe(false);
  });
});

const shared = join(projectFolder, "../shared/data");

describe.skipIf(!existsSync(shared))("the published file (needs ../shared/data)", () => {
  it("has 280 entries, five rubrics, and notes about models without findings", async () => {
    const {counts, models, rubrics, notes} = await importStudy(join(shared, "frontier-findings.json"), "paper");
    expect([counts.candidates, models.target?.length, rubrics.length]).toEqual([280, 7, 5]);
    expect(notes).toContain("Named there without a finding: GPT-5-mini, Gemini-2.5. That is not a measured zero.");
  });
});
