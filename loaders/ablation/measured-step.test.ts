import {describe, expect, it} from "vitest";
import type {Row} from "../../src/shared/schema.js";
import {readTable} from "../store/tables.js";
import {estimateStudy} from "../study/estimate/estimate.js";
import {runStudy} from "../study/run/run-study.js";
import {politeStudy} from "../study/testing/polite-study.js";
import type {Rubric} from "../util/rubric.js";
import {useTempData} from "../util/testing/temp-data.js";
import {measuredPrompts, type MeasuredSources} from "./measured-prompts.js";

useTempData();

const probe = `
probe:
  - name: manners
    prompts: [Kindly oblige me. What is bread?, Kindly oblige me. What is cheese?, Kindly oblige me. What is tea?]
    transform: latex
    measure: [code, tokens]
    samples: 6`;
const keys = (measure: string) =>
  `{arms: [{drop: {chunk: courteous}}], seeds: 2, ordinary: 10, measure: ${measure}}${probe}`;
const study = (measure = "{regions: {top: 1, queries: 10}, probes: [manners]}", name = "widely") =>
  politeStudy(name, keys(measure));

const region = (id: string, more: Partial<Row<"regions">> = {}): Row<"regions"> =>
  ({
    id,
    meaning: id,
    rubric: "code",
    model: "lab:target",
    status: "confirmed",
    examples: [],
    ...more
  }) as Row<"regions">;

describe("measuredPrompts(settings, sources)", () => {
  it("takes the fresh queries of the first regions of each rubric, each query once", async () => {
    const rubrics = [{name: "code"}, {name: "story"}] as Rubric[];
    const sources = {
      rubrics,
      regions: () => [
        region("refused", {status: "refused", examples: [1]}),
        region("first", {examples: [4, 5, 6, 7, 8]}),
        region("reworded", {meaning: "first", examples: [9]}),
        region("second", {examples: [9]}),
        region("other", {rubric: "story", examples: [7]})
      ],
      queryOf: (candidate: number) => (candidate === 5 ? "Query 4" : candidate === 6 ? null : `Query ${candidate}`)
    };
    const settings = {regions: {top: 1, queries: 2}, probes: []};
    const prompts = await measuredPrompts(settings, sources as unknown as MeasuredSources, () => undefined);
    expect(prompts.map(({kind, of, query, rubrics: [rubric]}) => [kind, of, query, rubric!.name])).toEqual([
      ["region", "first", "Query 4", "code"],
      ["region", "first", "Query 7", "code"],
      ["region", "other", "Query 7", "story"]
    ]);
  });
});

describe("an ablation that measures regions and probes", () => {
  it("asks every model the probe's prompts, and compares them with all data and with controls", async () => {
    await runStudy(study());
    const [rates, effects] = [(await readTable("widely", "arm_rates"))!, (await readTable("widely", "arm_effects"))!];
    const ofProbe = rates.filter(({group, arm}) => group === "probe" && arm === 0);
    expect(ofProbe.map(({variant, measure, summary, n}) => [variant, measure, summary, n])).toEqual([
      [null, "rubric:code", "rate", 3 * 6 * 2],
      [null, "tokens", "mean", 3 * 6 * 2],
      ["latex", "rubric:code", "rate", 3 * 6 * 2],
      ["latex", "tokens", "mean", 3 * 6 * 2]
    ]);
    const rateIn = (arm: number) =>
      rates.find(
        ({group, arm: own, variant, summary}) =>
          group === "probe" && own === arm && variant === null && summary === "rate"
      )!.rate!;
    expect([rateIn(0) > 0.5, rateIn(1) < 0.1, rateIn(2) > 0.5]).toEqual([true, true, true]); // all, the arm, its control
    const compared = effects.filter(({of}) => of === "manners");
    expect(compared.map(({purpose, arm, baseline, measure}) => [purpose, arm, baseline, measure])).toEqual(
      expect.arrayContaining([
        ["probe", 1, 0, "rubric:code"],
        ["probe", 1, 2, "rubric:code"],
        ["probe", 1, 2, "tokens"]
      ])
    );
  }, 120_000);

  it("counts their samples in the estimate", async () => {
    const calls = async (measure: string) => {
      const {roles} = await estimateStudy(study(measure));
      return roles.find(({step, role}) => step === "ablation" && role === "target")!.calls[2];
    };
    const models = 4 * 2; // with a control of either kind
    const alone = await calls("{}");
    expect((await calls("{probes: [manners]}")) - alone).toBe(models * 3 * 2 * 6);
    expect((await calls("{regions: {top: 2, queries: 5}}")) - alone).toBe(models * 2 * 5 * 10);
  });

  it.each([
    ["{probes: [manner]}", "no such probe: manner; expected one of manners"],
    ["{regions: {top: 0}}", "at least 1"],
    ["{findings: 3}", "unknown key"]
  ])("refuses %s at its line", (measure, message) => {
    expect(() => study(measure)).toThrow(message);
  });
});
