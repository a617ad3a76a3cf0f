import {readFileSync} from "node:fs";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {z} from "zod";
import {readStudy} from "../study/file/read-study.js";
import {runStudy} from "../study/run/run-study.js";
import {shipped, writeData} from "../study/testing/data-folder.js";
import {readTable} from "../store/tables.js";
import {studyFolder} from "../util/paths.js";
import {useTempData} from "../util/testing/temp-data.js";
import {formatUserError, isUserError} from "../util/user-error.js";
import type {MeasureDefinition} from "../measure/measure.js";
import {registerMeasure} from "../measure/registry.js";
import {originalPrompt} from "./probe-run.js";
import type {LateSource, MeasureSettings} from "./settings.js";
import {registerSource} from "./sources/registry.js";
import type {PromptsForm} from "./sources/source.js";
import {program} from "./transforms/program.js";
import {registerTransform} from "./transforms/registry.js";

useTempData();

const lettersSpec = z.strictObject({
  letter_count: z.string("expected a letter").length(1),
  name: z.string().optional()
});

interface LettersMeasure extends MeasureSettings {
  letter: string;
}

const letterCount: MeasureDefinition<z.output<typeof lettersSpec>, LettersMeasure> = {
  kind: "letter-count",
  form: "`{letter_count: letter}`",
  doc: "mean number of a letter",
  spec: lettersSpec,
  normalize: ({letter_count: letter, name}, {errorAt}) => {
    if (letter === " ") throw errorAt(["letter_count"], "a space is no letter");
    return {name: name ?? `letter:${letter}`, kind: "letter-count", letter};
  },
  by: "program",
  summary: () => "mean",
  createReader:
    ({letter}) =>
    (response) => ({value: response.split(letter).length - 1, label: letter})
};

const seriesSpec = z.strictObject({series: z.strictObject({ask: z.string(), of: z.array(z.string()).min(1)})});

const series: PromptsForm<z.output<typeof seriesSpec>> = {
  name: "series",
  form: "`prompts: {series: {ask, of}}`",
  doc: "one question about each subject",
  key: "series",
  spec: seriesSpec,
  normalize: ({series: {ask, of}}) =>
    of.map((subject) => ({
      item: subject,
      query: `${ask} ${subject}?`,
      row: subject,
      column: null,
      expected: null,
      rubric: null
    }))
};

const lateSpec = z.strictObject({latest: z.number()});

const latest: PromptsForm<z.output<typeof lateSpec>, LateSource> = {
  name: "latest",
  form: "`prompts: {latest: number}`",
  doc: "prompts that are known when the probe runs",
  key: "latest",
  spec: lateSpec,
  normalize: ({latest: top}) => ({from: "latest", top, rubrics: null}),
  find: ({top}) =>
    Array.from({length: top}, (_, i) =>
      originalPrompt({
        item: `late-${i}`,
        query: `What is bread ${i}?`,
        row: null,
        column: null,
        expected: null,
        rubric: null
      })
    )
};

const shout = program("shout", "in capitals", (prompt) => prompt.toUpperCase());

const removals: (() => void)[] = [];
beforeEach(() => {
  removals.push(registerMeasure(letterCount), registerSource(series), registerSource(latest), registerTransform(shout));
});
afterEach(() => removals.splice(0).forEach((remove) => remove()));

const study = (name: string, probe: string) =>
  readStudy(
    writeData(
      `studies/${name}.yaml`,
      `models: lab
world: ${shipped("worlds/chunky.yaml")}
rubrics: [${shipped("rubrics/tools.yaml")}]
surf: false
probe:
  - ${probe}
`
    )
  );

function problemsOf(probe: string): string {
  try {
    study("bad", probe);
    return "";
  } catch (error) {
    if (!isUserError(error)) throw error;
    return formatUserError(error);
  }
}

const journalOf = (name: string): string => readFileSync(join(studyFolder(name), "journal.jsonl"), "utf8");

describe("a measure, a source and a transform from outside", () => {
  const probe =
    "{name: one, prompts: {series: {ask: What about, of: [bread, jazz]}}, transform: shout, " +
    "measure: [{letter_count: e, name: es}, tools], samples: 4}";

  it("run in a study like those of the product, and resume without a call", async () => {
    const {state} = await runStudy(study("outside", probe));
    expect(state).toBe("finished");
    const prompts = (await readTable("outside", "probe_prompts"))!;
    expect(prompts.map(({item, variant, query}) => [item, variant, query])).toEqual([
      ["bread", "original", "What about bread?"],
      ["jazz", "original", "What about jazz?"],
      ["bread", "shout", "WHAT ABOUT BREAD?"],
      ["jazz", "shout", "WHAT ABOUT JAZZ?"]
    ]);
    const measurements = (await readTable("outside", "measurements"))!;
    const texts = (await readTable("outside", "sample_texts"))!;
    expect(measurements.map(({measure, value}) => [measure, value])).toEqual(
      texts.map(({response}) => ["es", response!.split("e").length - 1])
    );
    const means = (await readTable("outside", "means"))!;
    expect(means.filter(({group}) => group === "variant").map(({variant, n}) => [variant, n])).toEqual([
      ["original", 8],
      ["shout", 8]
    ]);
    const journal = journalOf("outside");
    const again = await runStudy(study("outside", probe));
    expect(journalOf("outside")).toBe(journal);
    expect(again.spend.calls).toBe(32);
    expect(await readTable("outside", "measurements")).toEqual(measurements);
  });

  it("are shown in the settings of the study", async () => {
    const {settings} = await runStudy(study("shown", probe));
    expect((settings.probe as unknown[])[0]).toMatchObject({
      kind: "transform",
      source: {prompts: 2},
      variants: [{name: "shout", change: "builtin", transform: "shout"}],
      measures: [{name: "es", kind: "letter-count", doc: "mean number of a letter"}, {kind: "rubric"}]
    });
  });

  it("may find prompts when the probe runs", async () => {
    await runStudy(study("late", "{name: one, prompts: {latest: 3}, measure: tools, samples: 1}"));
    const prompts = (await readTable("late", "probe_prompts"))!;
    expect(prompts.map(({item}) => item)).toEqual(["late-0", "late-1", "late-2"]);
    expect(await readTable("late", "samples")).toHaveLength(3);
  });

  it.each([
    [
      "measure: {letter_count: e, nam: x}",
      /bad\.yaml:6: probe\.0\.measure\.nam: unknown key; expected one of letter_count, name$/
    ],
    [
      "measure: [tools, {letter_count: 5}]",
      /bad\.yaml:6: probe\.0\.measure\.1\.letter_count: expected a letter, got 5$/
    ],
    ['measure: {letter_count: " "}', /bad\.yaml:6: probe\.0\.measure\.letter_count: a space is no letter$/],
    [
      "measure: {name: x, letters: e}",
      /probe\.0\.measure\.letters: no such measure: expected .*answer, .*letter_count, got "e"$/
    ]
  ])("have their keys checked: %s", (measure, expected) =>
    expect(problemsOf(`{name: one, prompts: [hi], ${measure}}`)).toMatch(expected)
  );

  it.each([
    [
      "prompts: {series: {ask: What, off: [a]}}",
      /probe\.0\.prompts\.series\.off: unknown key; expected one of ask, of$/m
    ],
    ["prompts: {serie: {ask: What}}", /probe\.0\.prompts: expected a list.* file or findings or series or latest, got/],
    ["prompts: [hi], transform: whisper", /probe\.0\.transform: expected one of latex, .*, shout, .*got "whisper"$/]
  ])("have their forms checked: %s", (keys, expected) =>
    expect(problemsOf(`{name: one, ${keys}, measure: tokens}`)).toMatch(expected)
  );

  it("are unknown once removed", () => {
    removals.splice(0).forEach((remove) => remove());
    expect(problemsOf("{name: one, prompts: [hi], measure: {letter_count: e}}")).toMatch(/no such measure/);
  });

  it("can't take a name that there is", () => {
    expect(() => registerMeasure(letterCount)).toThrow(/measure registered twice: letter-count/);
    expect(() => registerSource({...series, name: "findings"})).toThrow(/source of prompts registered twice/);
  });
});
