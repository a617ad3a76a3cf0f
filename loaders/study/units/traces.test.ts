import {existsSync, readdirSync, readFileSync, rmSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {tableNames} from "../../../src/shared/schema.js";
import {resultsFolder} from "../../engine/unit-files.js";
import {openLab} from "../../lab/lab.js";
import {readTable, tablePath} from "../../store/tables.js";
import {buildLabIndex} from "../../tracing/lab-index.js";
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

  it("are made where the study is put together if the study makes the index", () => {
    const {units} = planStudy(study("{index: lab}"));
    expect(units.flatMap(({steps}) => steps)).not.toContain("turf");
  });
});
