import {createHash} from "node:crypto";
import {cpSync, mkdtempSync, readdirSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {tableNames, type TableName} from "../../../src/shared/schema.js";
import {readManifest} from "../../store/manifest.js";
import {readTable} from "../../store/tables.js";
import {projectFolder, studyFolder} from "../../util/paths.js";
import {readStudy} from "../file/read-study.js";
import {runStudy} from "./run-study.js";

const shipped = join(projectFolder, "data");
const maxBytes = 15e6;

/** A table without the last digits of its numbers, in which versions of Node differ. */
async function digest(study: string, table: TableName): Promise<string> {
  const rounded = (_: string, value: unknown) =>
    typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(9)) : value;
  const rows = JSON.stringify((await readTable(study, table)) ?? [], rounded);
  return `${table} ${createHash("sha256").update(rows).digest("hex")}`;
}

describe("the recorded study that ships", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "surfturf-shipped-"));
    for (const each of ["recordings", "corpora", "rubrics", "studies"])
      cpSync(join(shipped, each), join(folder, each), {recursive: true});
    vi.stubEnv("SURFTURF_DATA", folder);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, {recursive: true, force: true});
  });

  it("has the same tables in every run, all of it from the recording", async () => {
    const {state, spend, unscored} = await runStudy(readStudy(join(folder, "studies", "smollm2.yaml")));
    expect([state, spend.cost, unscored]).toEqual(["finished", 0, {}]);
    expect(readManifest("smollm2")?.recordings).toHaveProperty("recorded:smollm2");
    cpSync(join(shipped, "recordings", "smollm2", "tables"), join(studyFolder("shipped"), "tables"), {recursive: true});
    for (const table of tableNames) expect(await digest("smollm2", table)).toBe(await digest("shipped", table));
  }, 180_000);

  it("is small", () => {
    const files = readdirSync(join(shipped, "recordings", "smollm2"), {recursive: true, withFileTypes: true});
    const sizes = files
      .filter((file) => file.isFile() && file.name !== "journal.jsonl")
      .map((file) => readFileSync(join(file.parentPath, file.name)).length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(maxBytes);
  });
});
