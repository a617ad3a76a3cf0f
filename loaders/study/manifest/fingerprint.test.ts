import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, expect, it, vi} from "vitest";
import {tables} from "../../../src/shared/schema.js";
import {readStudy} from "../file/read-study.js";
import {isFinished, runStudy} from "../run/run-study.js";
import {labStudyFile, writeData} from "../testing/data-folder.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "surfturf-fingerprint-"));
  vi.stubEnv("SURFTURF_DATA", folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, {recursive: true, force: true});
});

it("writes the tables of a finished study again, without a new call, if the schema has a new column", async () => {
  const file = labStudyFile(["surf: {runs: 1, iterations: 2, candidates: 10}"]);
  const study = readStudy(writeData("studies/old.yaml", file));
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
