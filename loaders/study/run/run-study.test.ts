import {existsSync, readdirSync, rmSync} from "node:fs";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {tableNames} from "../../../src/shared/schema.js";
import {Journal} from "../../store/journal.js";
import {isHeld, lockStudy} from "../../store/lock.js";
import {hashOfRows} from "../../store/testing/hash-of-rows.js";
import {readTable, tablePath} from "../../store/tables.js";
import {studyFolder} from "../../util/paths.js";
import {useTempData} from "../../util/testing/temp-data.js";
import {ensureStudy} from "./ensure.js";
import {readManifest} from "../../store/manifest.js";
import {Progress} from "./progress.js";
import {readStudy} from "../file/read-study.js";
import {isFinished, runStudy} from "./run-study.js";
import {labStudyFile, shipped, writeData} from "../testing/data-folder.js";
import {stopAfter} from "../testing/stop-after.js";

useTempData();

/** A small study of the lab with two rubrics. */
const small = (name: string, surf = "runs: 2, iterations: 3, candidates: 20, control: 0.2") =>
  readStudy(
    writeData(
      `studies/${name}.yaml`,
      `models: lab
rubrics: [${shipped("rubrics/code.yaml")}, ${shipped("rubrics/rebut.yaml")}]
world: ${shipped("worlds/chunky.yaml")}
surf: {${surf}}
`
    )
  );

/** Hashes of all tables of a study, by name. */
const hashes = (study: string) =>
  Object.fromEntries(writtenTables(study).map((name) => [name, hashOfRows(study, name)]));

const writtenTables = (study: string) => tableNames.filter((name) => existsSync(tablePath(study, name)));

const forget = (study: string) => rmSync(studyFolder(study), {recursive: true, force: true});
const journalSize = (study: string) => {
  const journal = Journal.open(join(studyFolder(study), "journal.jsonl"));
  const {size} = journal;
  journal.close();
  return size;
};

afterEach(() => void vi.restoreAllMocks());

describe("runStudy(study)", () => {
  beforeEach(() => ["one", "two", "stopped"].forEach(forget));

  it("writes every table of its steps, and a manifest with their counts", async () => {
    const manifest = await runStudy(small("one"));
    const candidates = (await readTable("one", "candidates"))!;
    const calls = (await readTable("one", "calls"))!;
    const texts = (await readTable("one", "texts"))!;
    expect(candidates).toHaveLength(2 * 2 * 3 * 20);
    expect(texts.map(({id}) => id)).toEqual(candidates.map(({id}) => id));
    expect(manifest).toMatchObject({state: "finished", origin: "lab", error: null});
    expect(manifest.steps).toEqual([
      {name: "surf", state: "finished", planned: 240, done: 240, unscored: manifest.counts.unscored}
    ]);
    expect(manifest.counts.candidates).toBe(candidates.length);
    expect(manifest.counts.scored).toBe(candidates.filter(({status}) => status === "scored").length);
    expect(manifest.counts.flagged).toBe(candidates.filter(({flagged}) => flagged).length);
    expect(manifest.spend.calls).toBe(calls.length);
    expect(readdirSync(join(studyFolder("one"), "tables")).sort()).toEqual(
      tableNames.map((name) => `${name}.parquet`).sort()
    );
  });

  it("keeps the control arm, at its share of the candidates, out of buffer and weights", async () => {
    await runStudy(small("one"));
    const candidates = (await readTable("one", "candidates"))!;
    const control = candidates.filter(({arm}) => arm === "control");
    expect(control.length / candidates.length).toBe(0.2);
    expect(control.every(({weighted}) => weighted.length === 0)).toBe(true);
    const buffered = new Set((await readTable("one", "buffer"))!.map(({candidate}) => candidate));
    expect(control.some(({id}) => buffered.has(id))).toBe(false);
  });

  it("makes no new call for a step that --only does not name, and says so", async () => {
    await expect(runStudy(small("one"), {only: ["confirm"]})).rejects.toThrow("the step surf is not finished");
    expect(journalSize("one")).toBe(0);
    await runStudy(small("one"));
    expect((await runStudy(small("one"), {only: ["confirm"]})).state).toBe("finished");
  });

  it("runs without a search", async () => {
    const text = labStudyFile(["surf: false"]).replace("models: lab", "models: {target: lab:target, judge: lab:judge}");
    const manifest = await runStudy(readStudy(writeData("studies/one.yaml", text)));
    expect(manifest).toMatchObject({state: "finished", steps: [], counts: {candidates: 0}});
  });

  it("writes identical tables for the same seed, and others for another seed", async () => {
    await runStudy(small("one"));
    const first = hashes("one");
    forget("one");
    await runStudy(small("one"));
    expect(hashes("one")).toEqual(first);
    forget("one");
    await runStudy(small("one", "runs: 2, iterations: 3, candidates: 20, control: 0.2, seed: 2"));
    expect(hashes("one").candidates).not.toBe(first.candidates);
  });

  it("writes the same tables if it is stopped anywhere and resumed, and asks nothing twice", async () => {
    await runStudy(small("one"));
    const whole = hashes("one");
    const calls = journalSize("one");
    forget("one");
    for (const after of [1, 37, 150, 400]) {
      const stopped = await runStudy(small("one"), {signal: stopAfter(after)});
      expect(stopped.state).toBe("stopped");
    }
    expect(journalSize("one")).toBeLessThan(calls);
    const resumed = await runStudy(small("one"));
    expect(resumed.state).toBe("finished");
    expect(hashes("one")).toEqual(whole);
    expect(journalSize("one")).toBe(calls);
  });

  it("investigates flags, and records which candidate each later one is about", async () => {
    await runStudy(small("one", "runs: 2, iterations: 2, candidates: 60"));
    const candidates = (await readTable("one", "candidates"))!;
    const inside = candidates.filter(({replicate_of: origin}) => origin !== null);
    expect(inside.length).toBeGreaterThan(10);
    const originOf = ({replicate_of: origin}: (typeof candidates)[number]) => candidates.find(({id}) => id === origin)!;
    for (const candidate of inside) {
      const {flagged, rubric, attributes} = originOf(candidate);
      expect([flagged, rubric]).toEqual([true, candidate.rubric]);
      const shared = candidate.attributes.filter((attribute) => attributes.includes(attribute));
      if (candidate.purpose === "replicate") expect(shared.length).toBeGreaterThanOrEqual(2); // the suspect pair
    }
  });

  it("asks the last iterations in rounds, so that a late flag can be investigated", async () => {
    await runStudy(small("one", "runs: 2, iterations: 4, candidates: 120, control: 0.1"));
    const candidates = (await readTable("one", "candidates"))!;
    const byId = new Map(candidates.map((candidate) => [candidate.id, candidate]));
    const soon = candidates.filter(({iteration, replicate_of: origin}) => byId.get(origin!)?.iteration === iteration);
    expect(soon.length).toBeGreaterThan(10);
    for (const {run, slot, replicate_of: origin} of soon)
      if (byId.get(origin!)!.run === run) expect(slot).toBeGreaterThan(byId.get(origin!)!.slot);
    const places = candidates.map(({rubric, run, iteration, slot}) => [rubric, run, iteration, slot].join());
    expect(new Set(places).size).toBe(candidates.length);
    const controls = candidates.filter(({arm}) => arm === "control").map(({slot}) => slot);
    expect(new Set(controls)).toEqual(new Set(Array.from({length: 12}, (_, i) => 108 + i)));
  });

  it("has readable tables of whole iterations while it is stopped", async () => {
    const manifest = await runStudy(small("stopped"), {signal: stopAfter(150)});
    const runs = (await readTable("stopped", "runs"))!;
    expect(manifest.counts.candidates).toBe(runs.reduce((sum, run) => sum + run.iterations * 20, 0));
    expect(runs.some(({ended}) => ended === "stopped")).toBe(true);
    expect(isFinished(small("stopped"))).toBe(false);
  });

  it("throws while another process holds the study, and names it", async () => {
    const release = await lockStudy("two");
    await expect(runStudy(small("two"))).rejects.toThrow(new RegExp(`process ${process.pid}`));
    await release();
    expect(await isHeld("two")).toBe(false);
  });

  it("reports progress: planned, done and scored candidates, and a line for each run", async () => {
    const progress = new Progress();
    let planned = Infinity;
    progress.onPart = () => (planned = Math.min(planned, progress.snapshot().planned));
    const {counts} = await runStudy(small("one"), {progress});
    const {view, ...end} = progress.snapshot();
    expect(end).toMatchObject({study: "one", step: "surf", done: 240, planned: 240, scored: counts.scored});
    expect(view).toMatchObject({short: "search 2/2 (rebut) iteration 3", unit: "candidates"});
    expect(view!.lines).toHaveLength(3);
    expect(view!.lines[1]).toMatch(/^ {2}1 {8}3\/3 {6}0 {5}0 {5}0 .* finished$/);
    expect(planned).toBe(240);
  });

  it("plans as many candidates as a budget of calls allows", async () => {
    const progress = new Progress();
    await runStudy(small("two", "runs: 2, budget_calls: 30, candidates: 10, sampler: reference"), {progress});
    expect(progress.snapshot()).toMatchObject({done: 60, planned: 60});
  });
});

describe("isFinished(study)", () => {
  it("is true for the settings that were run, and for no others", async () => {
    await runStudy(small("one"));
    expect(isFinished(small("one"))).toBe(true);
    expect(isFinished(small("one", "runs: 2, iterations: 4, candidates: 20"))).toBe(false);
  });
});

describe("ensureStudy(name)", () => {
  it("runs a free study once", async () => {
    small("ensured");
    await ensureStudy("ensured");
    const {updated} = readManifest("ensured")!;
    await ensureStudy("ensured");
    expect(readManifest("ensured")).toMatchObject({state: "finished", updated});
  });

  it("leaves a study with a paid provider, and an invalid one, as they are", async () => {
    const models = 'models: {target: "anthropic:claude-haiku-4-5", query: lab:query, judge: lab:judge}';
    writeData("studies/paid.yaml", labStudyFile(["attributes: lab"]).replace("models: lab", models));
    writeData("studies/broken.yaml", "models: lab\n");
    await ensureStudy("paid");
    await ensureStudy("broken");
    await ensureStudy("nobody");
    expect([readManifest("paid"), readManifest("broken"), readManifest("nobody")]).toEqual([
      undefined,
      undefined,
      undefined
    ]);
  });
});
