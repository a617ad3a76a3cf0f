import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, expect, it, vi} from "vitest";
import {tables} from "../../../src/shared/schema.js";
import {readStudy} from "../file/read-study.js";
import {isFinished, runStudy} from "../run/run-study.js";
import {shipped, writeData} from "../testing/data-folder.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "surfturf-fingerprint-"));
  vi.stubEnv("SURFTURF_DATA", folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, {recursive: true, force: true});
});

it("makes tables anew, and asks nothing, where the schema has a column more than those of a finished study", async () => {
  const study = readStudy(
    writeData(
      "studies/old.yaml",
      `models: lab\nworld: ${shipped("worlds/chunky.yaml")}\nrubrics: [${shipped("rubrics/code.yaml")}]
surf: {runs: 1, iterations: 2, candidates: 10}\n`
    )
  );
  const {spend} = await runStudy(study);
  expect(isFinished(study)).toBe(true);
  const columns = tables.judge_quality.columns as Record<string, unknown>;
  columns.added = {type: "int32", doc: "a column of a later version", nullable: true};
  try {
    expect(isFinished(study)).toBe(false);
    const again = await runStudy(study);
    expect(again.spend).toEqual(spend);
    expect(isFinished(study)).toBe(true);
  } finally {
    delete columns.added;
  }
});
