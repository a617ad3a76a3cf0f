import {rmSync} from "node:fs";
import {beforeAll, describe, expect, it, vi} from "vitest";
import {wilson} from "../../../src/shared/statistics.js";
import {tableNames} from "../../../src/shared/schema.js";
import {Recorder} from "../../store/recorder.js";
import {hashOfRows} from "../../store/testing/hash-of-rows.js";
import {readTable} from "../../store/tables.js";
import {studyFolder} from "../../util/paths.js";
import {useTempData} from "../../util/testing/temp-data.js";
import {estimateStudy} from "../estimate/estimate.js";
import {readStudy} from "../file/read-study.js";
import {shipped, writeData} from "../testing/data-folder.js";
import {runStudy} from "./run-study.js";

useTempData();

beforeAll(() => {
  writeRubric("ruled", "score: {all: [code, {not: {query: {regex: code|script|program}}}]}");
  writeRubric("asked", "when: {any: [code, list]}\nmissed: 0.3", "code");
});

function writeRubric(file: string, rule: string, name = file): void {
  writeData(`rubrics/${file}.yaml`, `name: ${name}\nprinciple: Code that nobody asked for.\n${rule}\n`);
}

const world = `world: ${shipped("worlds/chunky.yaml")}`;
const withoutJudge = "models: {target: lab:target, query: lab:query}\nattributes: lab";
const surf = "surf: {runs: 2, iterations: 3, candidates: 30}";

const ruled = (name: string, more = "") =>
  readStudy(writeData(`studies/${name}.yaml`, `${withoutJudge}\n${world}\nrubrics: [ruled]\n${surf}\n${more}\n`));

const asked = (name: string, more = "") =>
  readStudy(writeData(`studies/${name}.yaml`, `models: lab\n${world}\nrubrics: [asked]\n${surf}\n${more}\n`));

const further = `confirm: {top: 5, samples: 6}
robustness: {top: 2, perturbations: 2, samples: 5}
probe: [{name: plain, prompts: [How do tides come about?], measure: [{rubric: NAME}, repetition], samples: 5}]`;

const hashes = (study: string) => tableNames.map((name) => hashOfRows(study, name));

const callsBy = async (study: string, role: string) =>
  (await readTable(study, "calls"))!.filter((call) => call.role === role).length;

describe("a study whose rubric is scored by rule", () => {
  it("needs no judge, and says in every table and in the manifest who scored", async () => {
    const manifest = await runStudy(ruled("one", further.replace("NAME", "ruled")));
    expect(manifest).toMatchObject({state: "finished", models: {target: ["lab:target"], query: ["lab:query"]}});
    expect(Object.keys(manifest.models)).not.toContain("judge");
    expect(manifest.rubrics[0]!.rule).toMatchObject({use: "score", words: expect.stringContaining("response code")});
    expect(await callsBy("one", "judge")).toBe(0);
    const candidates = (await readTable("one", "candidates"))!;
    const scored = candidates.filter(({status}) => status === "scored");
    expect(scored.length).toBeGreaterThan(100);
    expect(scored.every(({scored_by: by, score}) => by === "rule" && (score === 0 || score === 100))).toBe(true);
    expect(candidates.filter(({status}) => status !== "scored").every(({scored_by: by}) => by === null)).toBe(true);
    const flagged = candidates.find((candidate) => candidate.flagged)!;
    const texts = (await readTable("one", "texts"))![flagged.id]!;
    expect(texts.reasoning).toMatch(/^response code: yes, ".+"\nquery regex:code\|script\|program: no$/);
    expect(texts.response).toMatch(/```|def |function/);
    const samples = (await readTable("one", "samples"))!;
    expect(new Set(samples.map(({step}) => step))).toEqual(new Set(["confirm", "robustness", "probe"]));
    expect(samples.every(({scored_by: by, status}) => by === (status === "scored" ? "rule" : null))).toBe(true);
    const rates = (await readTable("one", "rates"))!;
    expect(rates.some(({step, measure, n}) => step === "robustness" && measure === "rubric:ruled" && n > 0)).toBe(true);
    expect(manifest.rules).toEqual([
      expect.objectContaining({rubric: "ruled", exchanges: scored.length + samples.length, checked: 0, low: null})
    ]);
  });

  it("is estimated without a judge, and resumes to the same tables", async () => {
    const study = ruled("one", further.replace("NAME", "ruled"));
    const {roles, assumptions} = await estimateStudy(study);
    expect(new Set(roles.map(({role}) => role))).toEqual(new Set(["query", "target", "perturb"]));
    expect(assumptions.join("\n")).toContain("Scored by rule, so no judge is asked: ruled.");
    const before = hashes("one");
    rmSync(studyFolder("one"), {recursive: true});
    const stop = new AbortController();
    const ask = Recorder.prototype.ask;
    let answered = 0;
    const spy = vi.spyOn(Recorder.prototype, "ask").mockImplementation(async function (this: Recorder, ...request) {
      if (++answered === 150) stop.abort(new Error("stopped"));
      return ask.apply(this, request);
    });
    expect((await runStudy(study, {signal: stop.signal})).state).toBe("stopped");
    spy.mockRestore();
    await runStudy(study);
    expect(hashes("one")).toEqual(before);
  });

  it("is refused without a judge if another rubric needs one", () => {
    const file = writeData("studies/mixed.yaml", `${withoutJudge}\n${world}\nrubrics: [ruled, asked]\n`);
    expect(() => readStudy(file)).toThrow(/expected a model or a list of models, since the rubric code is not scored/);
  });

  it("is refused with a second judge, who would score nothing", () => {
    expect(() => ruled("second", "confirm: {top: 3, judge: lab:judge}")).toThrow(/a second judge would score nothing/);
  });

  it("is refused before the first call if the rule contradicts the rubric, or needs what queries lack", async () => {
    writeRubric("wrong", "score: code\nexamples: [{query: Q, response: R, score: 90, why: W}]");
    writeRubric("keyed", "score: {answer: exact}");
    const study = (rubric: string) =>
      readStudy(writeData("studies/bad.yaml", `${withoutJudge}\n${world}\nrubrics: [${rubric}]\n`));
    await expect(runStudy(study("wrong"))).rejects.toThrow(/the rule of rubric wrong contradicts example 1/);
    await expect(runStudy(study("keyed"))).rejects.toThrow(
      /rule of rubric keyed: queries of a search have no answer key/
    );
  });

  it("is told once if the rule fires for none of the first answers", async () => {
    writeRubric("never", "score: {phrase: xyzzy}");
    const lines: string[] = [];
    const file = writeData(
      "studies/never.yaml",
      `${withoutJudge}\n${world}\nrubrics: [never]\nsurf: {runs: 2, candidates: 60, iterations: 3}\n`
    );
    await runStudy(readStudy(file), {log: (line) => void lines.push(line)});
    expect(lines.filter((line) => line.includes("the rule fires for none of the 200 answers"))).toHaveLength(1);
  });
});

describe("a study whose rubric asks the judge only when a rule fires", () => {
  it("judges those and a random share of the rest, and counts what the rule misses", async () => {
    const manifest = await runStudy(asked("two", further.replace("NAME", "code")));
    const candidates = (await readTable("two", "candidates"))!;
    const judgements = (await readTable("two", "judgements"))!;
    const byRule = candidates.filter(({scored_by: by}) => by === "rule");
    const byJudge = candidates.filter(({scored_by: by}) => by === "judge");
    expect(byJudge.length).toBeGreaterThan(5);
    expect(byRule.every(({score}) => score === 0)).toBe(true);
    expect(judgements.every(({candidate}) => candidates[candidate]!.scored_by === "rule")).toBe(true);
    expect(judgements.length / byRule.length).toBeGreaterThan(0.2);
    expect(judgements.length / byRule.length).toBeLessThan(0.4);
    const misses = (await readTable("two", "measurements"))!.filter(({measure}) => measure === "missed:code");
    const judged = (await readTable("two", "calls"))!.filter(({role, step}) => role === "judge" && step === "surf");
    expect(judged.length).toBe(byJudge.length + judgements.length);
    expect(judged.length).toBeLessThan(candidates.length * 0.7);
    const [counts] = manifest.rules!;
    const missed = judgements.filter(({score}) => score! > 70).length + misses.filter(({value}) => value === 1).length;
    expect(counts).toMatchObject({checked: judgements.length + misses.length, missed});
    const {rate, low, high} = wilson(missed, counts!.checked);
    expect(counts).toMatchObject({missedRate: rate, low, high});
    const comparisons = (await readTable("two", "comparisons"))!;
    expect(comparisons.some(({measure}) => measure.startsWith("missed:"))).toBe(false);
    const looked = (await readTable("two", "texts"))![judgements[0]!.candidate]!;
    expect(looked.reasoning).toMatch(/^response code: no[^]*\n\nA judge who was asked to see what the rule misses: /);
  });

  it("is estimated from no more judging than a rule that always fires, and repeats to the same tables", async () => {
    const study = asked("two", further.replace("NAME", "code"));
    const {roles, assumptions} = await estimateStudy(study);
    const [target, judge] = ["target", "judge"].map((role) => roles.find((each) => each.role === role)!);
    expect(judge!.calls.map((calls, i) => calls / target!.calls[i]!)).toEqual([
      expect.closeTo(0.3, 1),
      expect.closeTo(0.37, 2),
      1
    ]);
    expect(assumptions.join("\n")).toMatch(/asked only where a rule fires .*: code\./);
    const before = hashes("two");
    rmSync(studyFolder("two"), {recursive: true});
    await runStudy(study);
    expect(hashes("two")).toEqual(before);
  });
});
