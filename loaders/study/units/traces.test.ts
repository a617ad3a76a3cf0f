import {existsSync, readdirSync, readFileSync, renameSync, rmSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {tableNames} from "../../../src/shared/schema.js";
import {resultsFolder, unitFiles} from "../../engine/unit-files.js";
import {openLab} from "../../lab/lab.js";
import {readTable, tablePath} from "../../store/tables.js";
import {buildLabIndex} from "../../tracing/lab-index.js";
import {indexFiles} from "../../turf/index/files.js";
import {codesPath} from "../../turf/vectors/vector-file.js";
import {studyFolder} from "../../util/paths.js";
import {useTempData} from "../../util/testing/temp-data.js";
import {readStudy} from "../file/read-study.js";
import {runStudy} from "../run/run-study.js";
import {labStudyFile, shipped, writeData} from "../testing/data-folder.js";
import {doUnit} from "./do-unit.js";
import {planStudy} from "./plan-study.js";

useTempData();

const study = (turf: string) =>
  readStudy(
    writeData(
      "studies/traced.yaml",
      labStudyFile(["surf: {runs: 2, iterations: 12, candidates: 60, sampler: reference, seed: 1}", `turf: ${turf}`])
    )
  );

const tablesOf = (name: string): string[] =>
  tableNames
    .filter((table) => existsSync(tablePath(name, table)))
    .map((table) => `${table} ${readFileSync(tablePath(name, table)).toString("base64")}`);

const kept = (): string[] => readdirSync(resultsFolder("traced")).sort();

describe("the traces of a study", () => {
  it.each([1, 3])(
    "are divided into %i units for each search, with the tables of one process",
    async (parts) => {
      await buildLabIndex("pairs", await openLab(shipped("worlds/chunky.yaml")));
      const whole = study("{index: pairs, findings: 6}");
      await runStudy(whole);
      const expected = tablesOf("traced");
      const traces = (await readTable("traced", "traces"))!;
      expect(traces.filter(({status}) => status === "traced").length).toBeGreaterThan(3);
      rmSync(studyFolder("traced"), {recursive: true});
      const plan = planStudy(whole, {parts});
      expect(plan.units.filter(({steps}) => steps.includes("turf"))).toHaveLength(parts);
      for (const unit of plan.units.slice(0, -1)) await doUnit(whole, unit, plan);
      const byUnits = kept();
      expect(byUnits.length).toBeGreaterThan(traces.length); // how common the attributes of each are, and its cruxes
      await doUnit(whole, plan.units.at(-1)!, plan);
      expect(kept()).toEqual(byUnits); // the gathering searched for nothing itself
      expect(tablesOf("traced")).toEqual(expected);
    },
    150_000
  );

  it("search an index in shards in units of their own, with the tables of one process, though units are killed", async () => {
    await buildLabIndex("pairs", await openLab(shipped("worlds/chunky.yaml")));
    const whole = study("{index: pairs, findings: 6, k: 300}");
    await runStudy(whole);
    const expected = tablesOf("traced");
    rmSync(studyFolder("traced"), {recursive: true});

    const plan = planStudy(whole, {parts: 2, shards: 3});
    const searching = plan.units.filter(({computes}) => computes);
    expect(searching).toHaveLength(3);
    const stages = plan.units.map(({stage, steps, phase}) => `${stage} ${steps.join("+")} ${phase ?? ""}`);
    expect([...new Set(stages)]).toEqual(["0 surf+turf queries", "1 turf search", "2 turf ", "3 gather "]);
    const units = (stage: number) => plan.units.filter((unit) => unit.stage === stage);
    for (const unit of units(0)) await doUnit(whole, unit, plan);
    await expect(doUnit(whole, searching[0]!, plan, {signal: AbortSignal.abort()})).rejects.toThrow();
    expect(existsSync(join(resultsFolder("traced"), "found"))).toBe(false);
    for (const unit of searching) await doUnit(whole, unit, plan);
    const codes = codesPath(indexFiles("pairs").responseVectors);
    renameSync(codes, `${codes}.away`); // all was found by the units that search
    for (const unit of units(2)) await doUnit(whole, unit, plan);
    await doUnit(whole, plan.units.at(-1)!, plan);
    renameSync(`${codes}.away`, codes);
    expect(tablesOf("traced")).toEqual(expected);

    const found = readdirSync(join(resultsFolder("traced"), "found"));
    rmSync(join(resultsFolder("traced"), "found", found[1]!)); // lost: what is left is no whole
    for (const {id} of units(2)) rmSync(unitFiles("traced", id).folder, {recursive: true});
    for (const file of kept().filter((each) => each.endsWith(".json"))) rmSync(join(resultsFolder("traced"), file));
    rmSync(tablePath("traced", "traces"));
    for (const unit of [...units(2), plan.units.at(-1)!]) {
      rmSync(unitFiles("traced", unit.id).record, {force: true});
      await doUnit(whole, unit, plan);
    }
    expect(tablesOf("traced")).toEqual(expected);
  }, 300_000);

  it("are made where the study is put together if the study makes the index", () => {
    const {units} = planStudy(study("{index: lab}"));
    expect(units.flatMap(({steps}) => steps)).not.toContain("turf");
  });
});
