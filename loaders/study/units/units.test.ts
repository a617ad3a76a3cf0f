import {existsSync, readFileSync, rmSync} from "node:fs";
import {afterEach, describe, expect, it, vi} from "vitest";
import {tableNames} from "../../../src/shared/schema.js";
import {JournalReader} from "../../store/journal.js";
import {tablePath} from "../../store/tables.js";
import {gatherId} from "../../engine/unit.js";
import type {StudyPlan} from "./study-plan.js";
import {unitFiles} from "../../engine/unit-files.js";
import {readUnitRecord} from "../../engine/unit-record.js";
import {studyFolder} from "../../util/paths.js";
import {useTempData} from "../../util/testing/temp-data.js";
import {readStudy} from "../file/read-study.js";
import {runStudy} from "../run/run-study.js";
import type {Study} from "../../step/study.js";
import {labStudyFile, shipped, writeData} from "../testing/data-folder.js";
import {stopAfter} from "../testing/stop-after.js";
import {doUnit} from "./do-unit.js";
import {openPlan} from "./find-plan.js";
import {planStudy} from "./plan-study.js";

useTempData();
afterEach(() => void vi.restoreAllMocks());

const study = (name: string, more: readonly string[] = []): Study =>
  readStudy(
    writeData(
      `studies/${name}.yaml`,
      [
        "models: lab",
        `world: ${shipped("worlds/chunky.yaml")}`,
        `rubrics: [${shipped("rubrics/code.yaml")}, ${shipped("rubrics/rebut.yaml")}]`,
        "surf: {runs: 1, iterations: 2, candidates: 20, control: 0.2}",
        "confirm: {top: 2, samples: 3}",
        "robustness: {top: 1, perturbations: 2, samples: 2}",
        ...more,
        ""
      ].join("\n")
    )
  );

const probes = [
  "probe:",
  "  - name: polite",
  "    prompts: [Tell me about bread., Explain jazz music., What is knitting?, Describe coral reefs.]",
  '    transform: [latex, {rewrite: "Say it politely.", name: politely}]',
  "    measure: [code, tokens]",
  "    samples: 2"
];

const tablesOf = (name: string): string[] =>
  tableNames
    .filter((table) => existsSync(tablePath(name, table)))
    .map((table) => `${table} ${readFileSync(tablePath(name, table)).toString("base64")}`);

const runAll = async (of: Study, plan: StudyPlan): Promise<void> => {
  for (const unit of plan.units) await doUnit(of, unit, plan);
};

const sizeOf = (path: string): number => {
  const journal = JournalReader.open(path);
  journal.close();
  return journal.size;
};

describe("the units of a study", () => {
  it("run one after the other lead to the very tables of a run in one process, and ask nothing twice", async () => {
    const whole = study("same", probes);
    await runStudy(whole);
    const expected = tablesOf("same");
    const asked = sizeOf(`${studyFolder("same")}/journal.jsonl`);
    rmSync(studyFolder("same"), {recursive: true});
    const plan = planStudy(whole, {parts: 3});
    expect(new Set(plan.units.flatMap(({steps}) => steps))).toEqual(
      new Set(["surf", "confirm", "robustness", "probe", "gather"])
    );
    await runAll(whole, plan);
    const own = plan.units.filter(({id}) => id !== gatherId).map(({id}) => sizeOf(unitFiles("same", id).journal));
    expect(own.reduce((sum, size) => sum + size, 0)).toBe(asked);
    expect(sizeOf(`${studyFolder("same")}/journal.jsonl`)).toBe(asked);
    expect(tablesOf("same")).toEqual(expected);
  });

  it("keep their ids when the study gets another rubric or target, and have different ones", () => {
    const {units} = planStudy(study("ids", probes), {parts: 4});
    expect(new Set(units.map(({id}) => id)).size).toBe(units.length);
    const single = planStudy(readStudy(writeData("studies/single.yaml", labStudyFile([]))));
    expect(units.map(({id}) => id)).toContain(single.units[0]!.id);
    for (const {id} of units) expect(id).toMatch(/^[a-z0-9-]{3,70}$/i);
  });

  it("resume where a signal stopped them", async () => {
    const whole = study("stopped");
    const plan = planStudy(whole);
    const unit = plan.units[0]!;
    await expect(doUnit(whole, unit, plan, {signal: stopAfter(15)})).rejects.toThrow("stopped");
    expect(readUnitRecord("stopped", unit.id)).toMatchObject({state: "stopped"});
    vi.restoreAllMocks();
    const before = sizeOf(unitFiles("stopped", unit.id).journal);
    expect(before).toBeGreaterThanOrEqual(15);
    expect(await doUnit(whole, unit, plan)).toMatchObject({
      state: "done",
      steps: [{name: "surf", state: "finished", planned: 40, done: 40}, {name: "confirm"}, {name: "robustness"}]
    });
    const size = sizeOf(unitFiles("stopped", unit.id).journal);
    await doUnit(whole, unit, plan);
    expect(sizeOf(unitFiles("stopped", unit.id).journal)).toBe(size);
  });

  it("wait for those that they need", async () => {
    const whole = study("early");
    const plan = planStudy(whole, {parts: 2});
    const late = plan.units.find(({stage}) => stage === 1)!;
    expect(await doUnit(whole, late, plan)).toMatchObject({state: "waiting"});
    expect(await doUnit(whole, plan.units.at(-1)!, plan)).toMatchObject({state: "waiting"});
    expect(existsSync(`${studyFolder("early")}/journal.jsonl`)).toBe(false);
  });

  it("of a study that changed since it was planned are refused", () => {
    const file = writeData("studies/changed.yaml", labStudyFile([]));
    openPlan(file);
    writeData("studies/changed.yaml", labStudyFile(["surf: {runs: 3}"]));
    expect(() => openPlan(file)).toThrow("plan it again");
  });

  it("are not gathered while one of them is running", async () => {
    const whole = study("busy");
    const plan = planStudy(whole);
    await runAll(whole, {...plan, units: plan.units.slice(0, -1)});
    const {tryLockFolder} = await import("../../store/lock.js");
    const release = tryLockFolder(unitFiles("busy", plan.units[0]!.id).folder, "it")!;
    await expect(doUnit(whole, plan.units.at(-1)!, plan)).rejects.toThrow("are running");
    release();
    expect(await doUnit(whole, plan.units.at(-1)!, plan)).toMatchObject({state: "done"});
  });
});
