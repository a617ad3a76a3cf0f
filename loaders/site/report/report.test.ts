import {blankManifest} from "../../store/manifest.js";
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {plantProbes} from "../../../src/testing/probe-data.js";
import {readTable, tablePath} from "../../store/tables.js";
import {copyStudy} from "./copy.js";
import {masked} from "./mask.js";
import {writeReport} from "./report.js";
import {readSelection, type ReportSpec} from "./selection.js";
import {withDataFolder} from "./workspace.js";

const data = mkdtempSync(join(tmpdir(), "surfturf-report-test-"));
const copy = join(data, "copy");
const rubrics = [{name: "rebut", threshold: 70, principle: "p", hash: "h"}];

beforeAll(async () => {
  process.env.SURFTURF_DATA = data;
  await plantProbes("probed", {...blankManifest("probed"), rubrics, tables: "1"});
});
afterAll(() => {
  delete process.env.SURFTURF_DATA;
  rmSync(data, {recursive: true, force: true});
});

async function copied(spec: ReportSpec, largest = 25e6): Promise<void> {
  rmSync(copy, {recursive: true, force: true});
  await copyStudy("probed", await readSelection("probed", spec), {folder: copy, largest});
}

const fromCopy = <T>(act: () => Promise<T>): Promise<T> => withDataFolder(copy, act);

describe("readSelection(study, spec)", () => {
  it.each<[string, ReportSpec, RegExp]>([
    ["probed", {pages: ["confrim"]}, /no such page: confrim; there are overview, findings, search/],
    ["probed", {findings: ["rebut-0", "x"]}, /no such finding: x/],
    ["probed", {masks: ["rubric:x"]}, /no such rubric: x; there are rebut/],
    ["probed", {masks: ["mark:great"]}, /no finding has the mark great/],
    ["probed", {masks: ["pattern:("]}, /not a regular expression: \(/],
    ["probed", {masks: ["rebut"]}, /expected rubric:<name>/],
    ["nothing", {}, /no such study: there are probed/]
  ])("%s %j", async (study, spec, message) => {
    await expect(readSelection(study, spec)).rejects.toThrow(message);
  });

  it("always has the page that says how it was made", async () => {
    expect((await readSelection("probed", {pages: ["confirm"]})).pages).toEqual(["confirm", "made"]);
  });
});

describe("copyStudy(study, selection, options)", () => {
  it("masks answers by rubric, and leaves numbers and questions", async () => {
    await copied({masks: ["rubric:rebut"]});
    const before = (await readTable("probed", "samples"))!;
    const [after, texts] = await fromCopy(
      async () => [await readTable("probed", "samples"), (await readTable("probed", "sample_texts"))!] as const
    );
    expect(after).toEqual(before);
    for (const {id, rubric} of before) expect(texts[id]!.response === masked, String(id)).toBe(rubric === "rebut");
  });

  it("masks whatever matches a pattern, in every file", async () => {
    await copied({masks: ["pattern:\\bmill\\b"]});
    const names = ["probe_prompts", "probe_texts", "findings", "samples", "sample_texts", "rates"] as const;
    const rows = await fromCopy(() => Promise.all(names.map((name) => readTable("probed", name))));
    expect(JSON.stringify(rows)).not.toMatch(/\bmill\b/i);
    expect(JSON.stringify(await readTable("probed", "probe_texts"))).toMatch(/\bmill\b/i);
    const bytes = await fromCopy(async () => readFileSync(tablePath("probed", "probe_texts")).toString("latin1"));
    expect(bytes).not.toMatch(/\bmill\b/);
  });

  it("keeps only numbers of findings that were not chosen", async () => {
    await copied({findings: ["rebut-1"]});
    const [findings, prompts, texts] = await fromCopy(
      async () =>
        [
          (await readTable("probed", "findings"))!,
          (await readTable("probed", "probe_prompts"))!,
          (await readTable("probed", "probe_texts"))!
        ] as const
    );
    expect(findings.map(({id}) => id)).toEqual(["rebut-1"]);
    for (const {id, item, query} of prompts) {
      const isOther = /^rebut-\d$/.test(item) && item !== "rebut-1";
      expect(query === "[not in this report]", item).toBe(isOther);
      expect(texts[id]!.query === "[not in this report]").toBe(isOther);
    }
  });

  it("cuts what would make a file too large, and says so", async () => {
    await copied({}, 20_000);
    const note = JSON.parse(
      await fromCopy(async () => readFileSync(join(copy, "runs/probed/report.json"), "utf8"))
    ) as {notes: string[]};
    expect(note.notes.join("\n")).toMatch(/Table samples: the first \d+ of \d+ rows/);
  });
});

describe("writeReport(study, spec, options)", () => {
  it("refuses a folder with other files, before anything is written", async () => {
    writeFileSync(join(data, "mine.txt"), "");
    await expect(writeReport("probed", {}, {output: data})).rejects.toThrow(/holds other files/);
    await expect(writeReport("probed", {}, {output: join(data, "mine.txt")})).rejects.toThrow(/expected a folder/);
  });
});
