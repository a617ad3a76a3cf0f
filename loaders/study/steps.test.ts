import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {z} from "zod";
import type {Row} from "../../src/shared/schema.js";
import {wilson} from "../../src/shared/statistics.js";
import {callsOf} from "../step/call-row.js";
import {estimateRole, type Range} from "../step/estimate-role.js";
import {text, whole} from "../step/spec-parts.js";
import type {Step} from "../step/step.js";
import type {StepControl, StepRows, StepRun, StepTools} from "../step/step-run.js";
import {readTable} from "../store/tables.js";
import {toRequest} from "../surf/exchange.js";
import {useTempData} from "../util/testing/temp-data.js";
import {estimateStudy} from "./estimate/estimate.js";
import {readStudy} from "./file/read-study.js";
import {isFinished, runStudy} from "./run/run-study.js";
import {allSteps, registerStep} from "./steps.js";
import {shipped, writeData} from "./testing/data-folder.js";

useTempData();

interface LengthSettings {
  prompts: string[];
  longest: number;
}

type LengthInput = Partial<LengthSettings> & Pick<LengthSettings, "prompts">;

/** A step from outside: how many of a target's answers are longer than so many characters. */
const lengthStep: Step<LengthInput, LengthSettings> = {
  name: "length",
  about: "measure how long answers are",
  dependsOn: [],
  spec: () => z.strictObject({prompts: z.array(text), longest: whole(1).optional()}),
  normalize({prompts, longest = 100}, {errorAt}) {
    if (prompts.length === 0) throw errorAt(["length", "prompts"], "expected at least one prompt");
    return {prompts, longest};
  },
  create: (settings, tools) => new LengthRun(settings, tools),
  async estimate({prompts}, {study, prices, answers}) {
    const flat = (value: number): Range => [value, value, value];
    const roles = study.targets.map((spec) =>
      estimateRole(
        {
          step: "length",
          role: "target",
          spec,
          calls: flat(prompts.length),
          input: flat(10),
          output: answers("target", spec)
        },
        prices
      )
    );
    return {roles, assumptions: ["Prompts of ten tokens."]};
  },
  describe: ({prompts, longest}) => ({prompts: prompts.length, longest})
};

class LengthRun implements StepRun {
  readonly #ordinals: number[] = [];
  readonly #rates: Row<"rates">[] = [];

  constructor(
    private readonly settings: LengthSettings,
    private readonly tools: StepTools
  ) {}

  async run({watcher, afterPart}: StepControl): Promise<void> {
    const {prepared, recorder} = this.tools;
    const {prompts, longest} = this.settings;
    watcher.planned(prompts.length * prepared.roles.targets.length);
    for (const target of prepared.roles.targets) {
      let long = 0;
      for (const [seed, content] of prompts.entries()) {
        const request = toRequest(target, [{role: "user", content}], seed);
        const {ordinal, reply} = await recorder.ask(target.model, request, {step: "length", role: "target"});
        this.#ordinals.push(ordinal);
        long += (reply?.text.length ?? 0) > longest ? 1 : 0;
        watcher.done(reply !== null);
        await afterPart();
      }
      this.#rates.push(rateOf(target.model.name, long, prompts.length));
    }
  }

  rows = (): StepRows => ({
    tables: () => ({rates: () => this.#rates}),
    calls: () => callsOf(this.tools.journal, this.#ordinals)
  });
}

const rateOf = (model: string, violations: number, n: number): Row<"rates"> => ({
  ...{step: "length", group: "item", rubric: null, model, probe: null, measure: "long", context: null, prompt: null},
  ...{item: null, variant: null, row: null, column: null, prompts: n, unscored: 0, method: "wilson"},
  ...{corrected: null, corrected_low: null, corrected_high: null},
  ...{n, violations, ...wilson(violations, n)}
});

const study = (length: string, surf = "false") =>
  readStudy(
    writeData(
      "studies/long.yaml",
      `models: lab\nworld: ${shipped("worlds/chunky.yaml")}\nrubrics: [${shipped("rubrics/code.yaml")}]
surf: ${surf}\nlength: ${length}\n`
    )
  );

const two = '{prompts: ["Tell me about bread.", "Tell me about jazz."]}';

describe("registerStep(step)", () => {
  let unregister: () => void;
  beforeEach(() => {
    unregister = registerStep(lengthStep);
  });
  afterEach(() => unregister());

  it("makes the study file take its key, with errors at their line", () => {
    expect(study(two).steps).toEqual({
      length: {prompts: ["Tell me about bread.", "Tell me about jazz."], longest: 100}
    });
    expect(() => study("{prompts: [], shortest: 3}")).toThrow("unknown key; expected one of prompts, longest");
    expect(() => study("{prompts: []}")).toThrow("expected at least one prompt");
    expect(() => study("{prompts: [hello], longest: 0}")).toThrow("expected a whole number of at least 1");
  });

  it("runs it, resumes it without asking again, and writes what it adds to the tables and the manifest", async () => {
    const manifest = await runStudy(study(two));
    expect(manifest.steps).toEqual([{name: "length", state: "finished", planned: 2, done: 2, unscored: 0}]);
    expect(manifest.settings.length).toEqual({prompts: 2, longest: 100});
    expect(manifest.spend.calls).toBe(2);
    const [rate] = (await readTable("long", "rates"))!;
    expect(rate).toMatchObject({step: "length", measure: "long", n: 2});
    expect((await readTable("long", "calls"))!.map(({step}) => step)).toEqual(["length", "length"]);
    expect(isFinished(study(two))).toBe(true);
    const shorter = study('{prompts: ["Tell me about bread.", "Tell me about jazz."], longest: 1}');
    expect(isFinished(shorter)).toBe(false);
    const again = await runStudy(shorter, {only: []});
    expect(again).toMatchObject({state: "finished", spend: {calls: 2}});
    expect((await readTable("long", "rates"))![0]).toMatchObject({n: 2, violations: 2});
  });

  it("estimates it without calling anything", async () => {
    const asked = study('{prompts: ["One?", "Two?", "Three?"]}');
    const {roles, assumptions, candidates} = await estimateStudy(asked);
    expect(candidates).toBe(0);
    expect(roles).toMatchObject([{step: "length", role: "target", model: "lab:target", calls: [3, 3, 3]}]);
    expect(assumptions).toContain("Prompts of ten tokens.");
  });

  it("leaves it out where --only names others, and says so", async () => {
    const manifest = await runStudy(study('{prompts: ["What is new?"]}'), {only: ["surf"]});
    expect(manifest).toMatchObject({state: "stopped", error: "left out: length"});
  });

  it("refuses a second step of a name, and forgets a step that is taken away", () => {
    expect(() => registerStep(lengthStep)).toThrow("step registered twice: length");
    unregister();
    expect(allSteps().map(({name}) => name)).toEqual(["surf", "confirm", "robustness", "probe", "turf"]);
    expect(() => study(two)).toThrow("unknown key; expected one of title");
    unregister = registerStep(lengthStep);
  });
});
