import {existsSync, readdirSync} from "node:fs";
import {join} from "node:path";
import {beforeAll, describe, expect, it} from "vitest";
import {dataFolder, projectFolder} from "../../util/paths.js";
import {useTempData} from "../../util/testing/temp-data.js";
import {formatUserError, isUserError} from "../../util/user-error.js";
import {settingsOf} from "../../step/step.js";
import type {Study} from "../../step/study.js";
import {surfStep} from "../../surf/step.js";
import {withBudgetOfCalls} from "../run/budget.js";
import {findStudyFile, readStudy} from "./read-study.js";
import {readRubric, rubricNames} from "../../measure/rubric-file.js";
import {writeData} from "../testing/data-folder.js";

useTempData();

beforeAll(() => {
  writeData("rubrics/code.yaml", "principle: Is there code?\n");
  writeData("worlds/chunky.yaml", "seed: 1\n");
});

const lab = "models: lab\nrubrics: [code]\n";

/** The problems of a study file as the user sees them. */
function problems(text: string, name = "bad"): string {
  const file = writeData(`studies/${name}.yaml`, text);
  try {
    readStudy(file);
    return "";
  } catch (error) {
    if (!isUserError(error)) throw error;
    return formatUserError(error);
  }
}

const surfOf = (study: Study) => settingsOf(study, surfStep);

describe("readStudy(file)", () => {
  it("fills in every default", () => {
    const study = readStudy(writeData("studies/short.yaml", lab));
    expect(study).toMatchObject({name: "short", title: "short", attributes: "lab", concurrency: 256});
    expect(study.targets).toEqual([
      {
        model: "lab:target",
        temperature: 1,
        topP: null,
        maxTokens: 2048,
        thinking: 0,
        system: null,
        effort: null,
        stop: [],
        showThinking: false,
        context: 8192,
        timeoutInMs: null,
        headers: {},
        body: {},
        pin: [],
        baseUrl: null,
        key: null
      }
    ]);
    expect(surfOf(study)).toEqual({
      runs: 5,
      iterations: 20,
      candidates: 120,
      buffer: 5,
      sampler: "adaptive",
      budgetCalls: null,
      stopBelow: 0.05,
      regionRate: 0.2,
      neighbours: null,
      control: 0.05,
      patience: 0,
      distinct: true,
      hopeless: null,
      contrast: null,
      context: null,
      severity: [],
      seed: 1
    });
  });

  it("has the defaults of the released code for the sampler `reference`", () => {
    const surf = surfOf(readStudy(writeData("studies/reference.yaml", `${lab}surf: {sampler: reference}\n`)));
    expect(surf).toMatchObject({
      ...{runs: 5, iterations: 20, candidates: 120, buffer: 5, control: 0.1, stopBelow: null},
      ...{patience: 0, distinct: false, hopeless: {from: 10, below: 25, last: 5}}
    });
  });

  it("keeps the rounds that the adaptive sampler needs if the budget is small", () => {
    const read = (surf: string) => surfOf(readStudy(writeData("studies/calls.yaml", `${lab}surf: {${surf}}\n`)));
    expect(read("budget_calls: 1000")).toMatchObject({candidates: 10, iterations: 20});
    expect(read("budget_calls: 1000, iterations: 8")).toMatchObject({candidates: 25, iterations: 8});
    expect(read("budget_calls: 36000")).toMatchObject({candidates: 120, iterations: 60});
    expect(read("budget_calls: 1000, sampler: reference")).toMatchObject({candidates: 120, iterations: 2});
  });

  it("takes a budget of calls from the command line if it is smaller than that of the file", () => {
    const study = readStudy(writeData("studies/calls.yaml", `${lab}surf: {budget_calls: 1000, candidates: 30}\n`));
    expect(surfOf(withBudgetOfCalls(study, 400))).toMatchObject({budgetCalls: 400, candidates: 12, iterations: 7});
    expect(surfOf(withBudgetOfCalls(study, 5000))).toMatchObject({budgetCalls: 1000, iterations: 7});
  });

  it("sets the number of iterations by the budget of calls", () => {
    const surf = surfOf(
      readStudy(writeData("studies/calls.yaml", `${lab}surf: {budget_calls: 1000, candidates: 30}\n`))
    );
    expect(surf).toMatchObject({budgetCalls: 1000, iterations: 7});
  });

  it("has a buffer of 10 for a single run, and our convergence rule for the paper's sampler", () => {
    const surf = surfOf(readStudy(writeData("studies/single.yaml", `${lab}surf: {runs: 1, sampler: paper}\n`)));
    expect(surf).toMatchObject({buffer: 10, patience: 5, distinct: true});
  });

  it("adds the judge's thinking to its output tokens", () => {
    const judge = "{model: lab:judge, thinking: 10000}";
    const models = `models: {target: lab:target, query: lab:query, judge: ${judge}}`;
    const file = writeData("studies/think.yaml", `${models}\nattributes: lab\nrubrics: [code]\n`);
    expect(readStudy(file).judges[0]!).toMatchObject({thinking: 10000, maxTokens: 12048});
  });

  it.each([
    ["an unknown key", `${lab}sruf: {runs: 3}\n`, /bad\.yaml:3: sruf: unknown key/],
    [
      "an unknown key of a role in a list",
      `models: {target: [{model: "lab:target", temp: 1}], query: lab:query, judge: lab:judge}\nrubrics: [code]\n`,
      /models\.target\.0\.temp: unknown key; expected one of model, temperature/
    ],
    ["an empty file", "", /bad\.yaml:1: expected a map, got nothing/],
    ["a file that is not a YAML map", "\u0000".repeat(300), /expected a map, got .{1,70}$/],
    [
      "an unknown key further in",
      `${lab}surf:\n  runs: 3\n  iters: 4\n`,
      /bad\.yaml:5: surf\.iters: unknown key; expected one of runs, iterations, /
    ],
    ["a wrong type", `${lab}surf: {runs: many}\n`, /bad\.yaml:3: surf\.runs: expected a whole number.*got "many"/],
    [
      "an embedding model that is not local",
      `${lab}surf: {neighbours: "openai:text-embedding-3-small"}\n`,
      /surf\.neighbours: expected use-lite, lab:embed, onnx:.*got "openai:text-embedding-3-small"/
    ],
    ["a value out of range", `${lab}surf:\n  control: 1.5\n`, /bad\.yaml:4: surf\.control: expected.*got 1\.5/],
    [
      "a bad choice",
      `${lab}surf: {sampler: clever}\n`,
      /surf\.sampler: expected adaptive, reference, paper.*got "clever"/
    ],
    [
      "a missing rubric",
      "models: lab\nrubrics: [code, kode]\n",
      /bad\.yaml:2: rubrics\.1: no such rubric: kode; expected a path or one of analytic, .*code, /
    ],
    ["a rubric named twice", "models: lab\nrubrics: [code, code]\n", /rubrics\.1: rubric named twice: code/],
    ["no rubrics at all", "models: lab\n", /rubrics: expected a list of rubric names, got nothing/],
    ["no models", "rubrics: [code]\n", /models: expected lab, or a map.*got nothing/],
    [
      "an unknown provider",
      "models:\n  target: acme:one\n  query: lab:query\n  judge: lab:judge\nattributes: lab\nrubrics: [code]\n",
      /bad\.yaml:2: models\.target: unknown provider.*acme/
    ],
    [
      "a missing role",
      "models: {target: lab:target, query: lab:query}\nattributes: lab\nrubrics: [code]\n",
      /bad\.yaml:1: models\.judge: expected a model or a list of models/
    ],
    [
      "a path that does not exist",
      "models: lab\nattributes: pool.jsonl\nrubrics: [code]\n",
      /bad\.yaml:2: attributes: no such file: pool\.jsonl/
    ],
    ["a world that does not exist", `${lab}world: mars\n`, /bad\.yaml:3: world: no such world: mars/],
    [
      "an ablation without training pairs",
      `${lab}ablation: {arms: [{drop: {phrase: x}}]}\n`,
      /bad\.yaml:3: ablation: needs training pairs: expected index or corpus/
    ],
    [
      "a probe without a measure",
      `${lab}probe: [{name: x, prompts: [hi]}]\n`,
      /bad\.yaml:3: probe\.0\.measure: missing: expected a measure/
    ],
    [
      "a template's undefined variable",
      `${lab}probe:\n  - {name: x, template: "{a}+{b}", grid: {a: 1..3}, measure: tokens}\n`,
      /bad\.yaml:4: probe\.0\.template: undefined variable b: expected a/
    ],
    [
      "an expression that is not allowed",
      `${lab}probe:\n  - {name: x, template: "{a.constructor}", grid: {a: 1..3}, measure: tokens}\n`,
      /bad\.yaml:4: probe\.0\.template: not allowed in .*a member/
    ],
    [
      "no samples",
      `${lab}confirm: {samples: 0}\n`,
      /bad\.yaml:3: confirm\.samples: expected a whole number of at least 1, got 0/
    ],
    [
      "an answer key that does not match",
      `${lab}probe:\n  - {name: x, prompts: [{query: hi, expected: abc}], measure: {answer: numeric}}\n`,
      /bad\.yaml:4: probe\.0\.measure: the answer key of hi is no number: abc/
    ],
    [
      "a transform that changes nothing",
      `${lab}probe:\n  - {name: x, prompts: [hi], transform: {template: "{prompt}"}, measure: tokens}\n`,
      /bad\.yaml:4: probe\.0\.transform: template changes nothing/
    ],
    [
      "a probe on findings of no search",
      `${lab}surf: false\nprobe:\n  - {name: x, prompts: {findings: {top: 3}}, measure: code}\n`,
      /bad\.yaml:5: probe\.0\.prompts: needs findings, and this study has no search/
    ],
    [
      "a measure of no rubric",
      `${lab}probe: [{name: x, prompts: [hi], measure: nope}]\n`,
      /no such measure: nope; expected/
    ],
    ["a YAML syntax error", "models: lab\nrubrics: [code\n", /bad\.yaml:\d+: not valid YAML/],
    ["a key given twice", `${lab}models: lab\n`, /bad\.yaml:3: not valid YAML: Map keys must be unique/],
    ["an empty file", "", /bad\.yaml:1: .*expected/]
  ])("names %s with file, line, key and what was expected", (_what, text, expected) => {
    expect(problems(text)).toMatch(expected);
    expect(existsSync(join(dataFolder(), "runs"))).toBe(false);
  });

  it("reports all problems of a file at once, one per line", () =>
    expect(problems(`${lab}one: 1\ntwo: 2\nsurf: {runs: 0}\n`).split("\n")).toHaveLength(3));

  it("refuses a name that can't be an address", () => expect(problems(lab, "a b")).toMatch(/file name is its address/));

  it("refuses YAML bombs", () => {
    const nested = ["b", "c", "d", "e", "f", "g"].map((key, i) => {
      const alias = `*${"abcdef"[i]},`;
      return `${key}: &${key} [${alias.repeat(9)}]`;
    });
    const bomb = ["a: &a [x,x,x,x,x,x,x,x,x]", ...nested, ""].join("\n");
    expect(problems(bomb)).not.toBe("");
  });
});

describe("findStudyFile(nameOrPath)", () => {
  it("finds a study by name and by path", () => {
    const file = writeData("studies/found.yaml", lab);
    expect(findStudyFile("found")).toBe(file);
    expect(findStudyFile(file)).toBe(file);
  });
  it("says where it looked if there is none", () => expect(() => findStudyFile("lost")).toThrow(/no such study/));
});

describe("readRubric(path)", () => {
  it("reads `principle_specific_details` of the released code, with its threshold", () => {
    const rubric = readRubric(writeData("rubrics/old.yaml", "principle: One.\nprinciple_specific_details: Two.\n"));
    expect(rubric).toMatchObject({name: "old", principle: "One.\n\nTwo.", threshold: 50, topic: null, examples: []});
  });

  it("has a hash of the text that the judge reads, without the threshold", () => {
    const hash = (text: string) => readRubric(writeData("rubrics/versions.yaml", text)).hash;
    expect(hash("principle: A\n")).toBe(hash("principle: A\nthreshold: 30\n"));
    expect(hash("principle: A\n")).not.toBe(hash("principle: B\n"));
  });

  it("names an unknown key with its line", () =>
    expect(() => readRubric(writeData("rubrics/odd.yaml", "principle: A\nscale: 10\n"))).toThrow(/unknown key/));

  it("reads every rubric of the product, each with a scale and worked cases", () => {
    const shipped = join(projectFolder, "data", "rubrics");
    const files = readdirSync(shipped);
    for (const name of ["code", "analytic", "math", "rebut", "refusal"]) expect(files).toContain(`${name}.yaml`);
    for (const file of files) {
      const rubric = readRubric(join(shipped, file));
      expect(rubric.name).toBe(file.replace(".yaml", ""));
      if (rubric.rule === undefined) expect(rubric.principle).toMatch(/86-100/);
      expect(rubric.examples.length).toBeGreaterThanOrEqual(2);
      expect(rubric.examples.some(({score}) => score > rubric.threshold)).toBe(true);
      expect(rubric.examples.some(({score}) => score < 20)).toBe(true);
    }
    expect(rubricNames()).toContain("code");
  });
});
