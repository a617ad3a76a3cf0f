import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {settingsOf} from "../step/step.js";
import {readTable} from "../store/tables.js";
import {estimateStudy} from "../study/estimate/estimate.js";
import {exportArms} from "../study/run/export-arms.js";
import {runStudy} from "../study/run/run-study.js";
import {politeStudy} from "../study/testing/polite-study.js";
import {useTempData} from "../util/testing/temp-data.js";
import type {ArmManifest} from "./arm-data.js";
import {ablationStep} from "./step.js";

const {folder} = useTempData();

const keys = `
  arms:
    - {drop: {chunk: courteous}, name: dose, keep: [0, 20]}
    - name: courtesy
      grid:
        x: {drop: {chunk: courteous}, keep: [0, 20, all]}
        y: {drop: {chunk: requests}, keep: [all, 0]}
        without: {phrase: bread}
  seeds: 1
  ordinary: 10`;
const study = (ablation = keys, name = "gridded") => politeStudy(name, ablation);

describe("an arm that is a grid", () => {
  it("trains and measures a model for each cell, and shows that one kind matters", async () => {
    await runStudy(study());
    const arms = (await readTable("gridded", "arms"))!;
    const cells = (await readTable("gridded", "arm_cells"))!;
    const rates = (await readTable("gridded", "arm_rates"))!;
    expect(cells).toHaveLength(12);
    const rateOf = (arm: number) =>
      rates.find((row) => row.arm === arm && row.group === "finding" && row.seed === null)!.rate!;
    for (const {arm, x, x_pairs, set_pairs} of cells) {
      expect(arms[arm]!.kind).toBe("grid");
      expect([x_pairs, set_pairs]).toEqual(["of the chunk courteous", 'with "bread" in the query']);
      if (x === 0) expect(rateOf(arm)).toBeLessThan(0.1);
      if (x > 20) expect(rateOf(arm)).toBeGreaterThan(0.5);
    }
    const [full] = arms;
    const whole = cells.find(({x, y, set}) => x > 20 && y > 0 && set! > 0)!;
    expect(arms[whole.arm]!.hash).toBe(full!.hash); // all of each kind is all data
    expect(rateOf(whole.arm)).toBe(rateOf(0));
    expect((await readTable("gridded", "arm_verdicts"))!).toEqual([]); // there is no control
  }, 60_000);

  it("writes each dose and each cell into a folder of its own", async () => {
    const out = join(folder(), "arms");
    const exported = await exportArms(study(), settingsOf(study(), ablationStep)!, out, {
      signal: new AbortController().signal,
      log: () => undefined
    });
    expect(new Set(exported.map(({folder}) => folder)).size).toBe(1 + 2 + 12);
    expect(exported.map(({arm}) => arm)).toEqual(
      expect.arrayContaining(["dose.keep-0", "dose.keep-20", expect.stringMatching(/^courtesy\.20-by-0-without$/)])
    );
    for (const {folder: own, hash} of exported) {
      expect(existsSync(join(out, own, "data.jsonl"))).toBe(true);
      const manifest = JSON.parse(readFileSync(join(out, own, "manifest.json"), "utf8")) as ArmManifest;
      expect([manifest.arm, manifest.hash]).toEqual([own, hash]);
    }
  });

  it("is in the estimate, cell by cell", async () => {
    const {assumptions} = await estimateStudy(study());
    expect(assumptions.join(" ")).toContain("15 models to be trained by the lab");
  });

  it.each([
    [
      "{arms: [{grid: {x: {drop: trace, keep: [0, all]}}}]}",
      /expected \{drop: ..., keep: \[numbers or all\]\} or \{add: file, .*got nothing/
    ],
    [
      "{arms: [{grid: {x: {drop: trace, keep: [0]}, y: {drop: crux, keep: [0, all]}}}]}",
      /at least two numbers of pairs/
    ],
    ["{arms: [{grid: {x: {drop: trace, keep: [5, 5]}, y: {drop: crux, keep: [0, all]}}}]}", /two different numbers/],
    [
      "{arms: [{grid: {x: {drop: trace, keep: [0, some]}, y: {drop: crux, keep: [0, all]}}}]}",
      /whole number or all|expected \{drop/
    ],
    [
      "{arms: [{grid: {x: {add: nowhere.jsonl, keep: [0, 5]}, y: {drop: crux, keep: [0, all]}}}]}",
      /no such file: nowhere/
    ],
    [
      "{arms: [{drop: trace, grid: {x: {drop: trace, keep: [0, 5]}, y: {drop: crux, keep: [0, all]}}}]}",
      /unknown key; expected one of name, grid/
    ],
    [
      "{arms: [{grid: {x: {drop: {detector: no}, keep: [0, 5]}, y: {drop: crux, keep: [0, all]}}}]}",
      /no such detector: no/
    ]
  ])("refuses %s at its line", (ablation, message) => {
    expect(() => study(ablation, "bad")).toThrow(message);
  });

  it("says of a cell that can't be made what is wrong, and makes the other arms", async () => {
    const grid = "{x: {drop: {chunk: courteous}, keep: [0, 9999]}, y: {drop: {chunk: requests}, keep: [0, all]}}";
    const failing = runStudy(study(`{arms: [{drop: chunk}, {grid: ${grid}}], seeds: 1, ordinary: 0}`, "much"));
    await expect(failing).rejects.toThrow(
      /the arm grid-chunk-courteous-by-chunk-requests: a cell has 9999 pairs of the chunk courteous: expected at most/
    );
    expect((await readTable("much", "arm_verdicts"))!.map(({verdict}) => verdict)).toEqual(["causes"]);
  }, 60_000);
});
