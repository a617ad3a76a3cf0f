import {createHash} from "node:crypto";
import {cpSync, mkdtempSync, readdirSync, rmSync, statSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it, vi} from "vitest";
import type {StudyManifest} from "../../../src/shared/manifest.js";
import type {TableName} from "../../../src/shared/schema.js";
import {readTable} from "../../store/tables.js";
import {projectFolder, studyFolder} from "../../util/paths.js";
import {readStudy} from "../file/read-study.js";
import {isMetFirst} from "../manifest/list.js";
import {runStudy} from "./run-study.js";

const shipped = join(projectFolder, "data");
const sameEverywhere: TableName[] = ["candidates", "regions", "arms", "arm_samples", "arm_verdicts"];
const maxBytes = 15e6; // of all recordings

/** A table without the last digits of its numbers, in which versions of Node differ. */
async function digest(study: string, table: TableName): Promise<string> {
  const rounded = (_: string, value: unknown) =>
    typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(9)) : value;
  const rows = await readTable(study, table);
  return `${table} ${rows!.length} ${createHash("sha256").update(JSON.stringify(rows, rounded)).digest("hex")}`;
}

describe("the planted fault that ships", () => {
  let folder: string;
  let manifest: StudyManifest;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "surfturf-organism-"));
    for (const each of ["recordings", "corpora", "rubrics", "studies"])
      cpSync(join(shipped, each), join(folder, each), {recursive: true});
    vi.stubEnv("SURFTURF_DATA", folder);
    manifest = await runStudy(readStudy(join(folder, "studies", "organism.yaml")));
  }, 180_000);
  afterAll(() => {
    vi.unstubAllEnvs();
    rmSync(folder, {recursive: true, force: true});
  });

  it("is found blind, traced to its chunk, and its cause proved, from the recordings alone", async () => {
    const {state, spend, unscored} = manifest;
    expect([state, spend.cost, unscored]).toEqual(["finished", 0, {}]);
    const severe = (await readTable("organism", "regions"))!.filter(({rate}) => rate >= 0.5);
    const widest = severe.toSorted((a, b) => b.n - a.n)[0];
    expect(widest?.attributes).toEqual(["The query uses highly formal and elaborate vocabulary."]);
    const traces = (await readTable("organism", "traces"))!;
    expect(traces.length).toBeGreaterThan(0);
    for (const {trigger, source} of traces)
      expect([trigger, source]).toEqual(["The query uses highly formal and elaborate vocabulary.", "seminar"]);
    const verdicts = (await readTable("organism", "arm_verdicts"))!;
    expect(verdicts.map(({verdict}) => verdict)).toEqual(["causes", "causes"]);
    const arms = (await readTable("organism", "arms"))!;
    const [chunk, trace] = verdicts.map(({arm}) => arms[arm]!);
    expect([chunk!.name, trace!.name]).toEqual(["without-chunk-seminar", "without-trace"]);
    expect(trace!.hash).toBe(chunk!.hash); // the trace retrieves the planted pairs and nothing else
  });

  it("has the same tables in every run", async () => {
    cpSync(join(shipped, "recordings", "organism", "tables"), join(studyFolder("shipped"), "tables"), {
      recursive: true
    });
    for (const table of sameEverywhere) expect(await digest("organism", table)).toBe(await digest("shipped", table));
  });

  it("is small, and does not hold up the studies that readers meet first", () => {
    const files = readdirSync(join(shipped, "recordings"), {recursive: true, withFileTypes: true});
    const sizes = files
      .filter((file) => file.isFile() && file.name !== "journal.jsonl" && file.parentPath.includes("organism"))
      .map((file) => statSync(join(file.parentPath, file.name)).size);
    expect(sizes.length).toBeGreaterThan(6);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(maxBytes);
    expect(isMetFirst(manifest)).toBe(false);
  });
});
