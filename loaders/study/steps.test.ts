import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {z} from "zod";
import type {Row} from "../../src/shared/schema.js";
import {wilson} from "../../src/shared/statistics.js";
import {callsOf} from "../step/call-row.js";
import {estimateRole} from "../step/estimate-role.js";
import {exactly} from "../step/range.js";
import {text, whole} from "../step/spec-parts.js";
import type {Step} from "../step/step.js";
import type {StepControl, StepRows, StepRun, StepTools} from "../step/step-run.js";
import {readTable} from "../store/tables.js";
import {toRequest} from "../surf/exchange.js";
import {useTempData} from "../util/testing/temp-data.js";
import {estimateStudy} from "./estimate/estimate.js";
import {readStudy} from "./file/read-study.js";
import {isFinished, runStudy} from "./run/run-study.js";
import {registeredSteps, registerStep} from "./steps.js";
import {labStudyFile, writeData} from "./testing/data-folder.js";

useTempData();

interface LengthSettings {
  prompts: string[];
  maxLength: number; // characters
}

interface LengthInput {
  prompts: string[];
  max_length?: number;
}

/** A step registered from outside: the share of a target's answers that have more than N characters. */
const lengthStep: Step<LengthInput, LengthSettings> = {
  name: "length",
  about: "measure how long answers are",
  dependsOn: [],
  spec: () => z.strictObject({prompts: z.array(text), max_length: whole(1).optional()}),
  normalize({prompts, max_length: maxLength = 100}, {errorAt}) {
    if (prompts.length === 0) throw errorAt(["length", "prompts"], "expected at least one prompt");
    return {prompts, maxLength};
  },
  create: (settings, tools) => new LengthRun(settings, tools),
  async estimate({prompts}, {study, prices, answers}) {
    const planned = {step: "length", role: "target", calls: exactly(prompts.length), input: exactly(10)};
    const roles = study.targets.map((spec) =>
      estimateRole({...planned, spec, output: answers("target", spec)}, prices)
    );
    return {roles, assumptions: ["Prompts of ten tokens."]};
  },
  describe: ({prompts, maxLength}) => ({prompts: prompts.length, maxLength})
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
    const {prompts, maxLength} = this.settings;
    watcher.planned(prompts.length * prepared.roles.targets.length);
    for (const target of prepared.roles.targets) {
      const lengths: (number | null)[] = []; // null: the call failed
      for (const [seed, content] of prompts.entries()) {
        const request = toRequest(target, [{role: "user", content}], seed);
        const {ordinal, reply} = await recorder.ask(target.model, request, {step: "length", role: "target"});
        this.#ordinals.push(ordinal);
        lengths.push(reply?.text.length ?? null);
        watcher.done(reply !== null);
        await afterPart();
      }
      this.#rates.push(lengthRate(target.model.name, lengths, maxLength));
    }
  }

  rows(): StepRows {
    const [rates, ordinals] = [[...this.#rates], [...this.#ordinals]];
    return {tables: () => ({rates: () => rates}), calls: () => callsOf(this.tools.journal, ordinals)};
  }
}

function lengthRate(model: string, lengths: readonly (number | null)[], maxLength: number): Row<"rates"> {
  const known = lengths.filter((length) => length !== null);
  const violations = known.filter((length) => length > maxLength).length;
  const [n, prompts] = [known.length, lengths.length];
  return {
    ...{step: "length", group: "item", rubric: null, model, probe: null, measure: "long", context: null, prompt: null},
    ...{item: null, variant: null, row: null, column: null, prompts, unscored: prompts - n, method: "wilson"},
    ...{corrected: null, corrected_low: null, corrected_high: null},
    ...{n, violations, ...wilson(violations, n)}
  };
}

const study = (length: string, surf = "false") => {
  const file = labStudyFile([`surf: ${surf}`, `length: ${length}`]);
  return readStudy(writeData("studies/long.yaml", file));
};

const two = '{prompts: ["Tell me about bread.", "Tell me about jazz."]}';

describe("registerStep(step)", () => {
  let unregister: () => void;
  beforeEach(() => {
    unregister = registerStep(lengthStep);
  });
  afterEach(() => unregister());

  it("lets a study file have its key, with errors at the line", () => {
    expect(study(two).steps).toEqual({
      length: {prompts: ["Tell me about bread.", "Tell me about jazz."], maxLength: 100}
    });
    expect(() => study("{prompts: [], shortest: 3}")).toThrow("unknown key; expected one of prompts, max_length");
    expect(() => study("{prompts: []}")).toThrow("expected at least one prompt");
    expect(() => study("{prompts: [hello], max_length: 0}")).toThrow("expected a whole number of at least 1");
  });

  it("runs it, resumes it without asking again, and writes its rows and its part of the manifest", async () => {
    const manifest = await runStudy(study(two));
    expect(manifest.steps).toEqual([{name: "length", state: "finished", planned: 2, done: 2, unscored: 0}]);
    expect(manifest.settings.length).toEqual({prompts: 2, maxLength: 100});
    expect(manifest.spend.calls).toBe(2);
    const [rate] = (await readTable("long", "rates"))!;
    expect(rate).toMatchObject({step: "length", measure: "long", n: 2});
    expect((await readTable("long", "calls"))!.map(({step}) => step)).toEqual(["length", "length"]);
    expect(isFinished(study(two))).toBe(true);
    const shorter = study('{prompts: ["Tell me about bread.", "Tell me about jazz."], max_length: 1}');
    expect(isFinished(shorter)).toBe(false);
    const again = await runStudy(shorter, {only: []});
    expect(again).toMatchObject({state: "finished", spend: {calls: 2}});
    expect((await readTable("long", "rates"))![0]).toMatchObject({n: 2, violations: 2});
  });

  it("estimates it without asking a model", async () => {
    const asked = study('{prompts: ["One?", "Two?", "Three?"]}');
    const {roles, assumptions, candidates} = await estimateStudy(asked);
    expect(candidates).toBe(0);
    expect(roles).toMatchObject([{step: "length", role: "target", model: "lab:target", calls: [3, 3, 3]}]);
    expect(assumptions).toContain("Prompts of ten tokens.");
  });

  it("does not run it if --only names other steps, and says so", async () => {
    const manifest = await runStudy(study('{prompts: ["What is new?"]}'), {only: ["surf"]});
    expect(manifest).toMatchObject({state: "stopped", error: "left out: length"});
  });

  it("refuses a second step with the same name, and forgets a step that is removed", () => {
    expect(() => registerStep(lengthStep)).toThrow("step registered twice: length");
    unregister();
    expect(registeredSteps().map(({name}) => name)).toEqual([
      "surf",
      "confirm",
      "robustness",
      "probe",
      "turf",
      "ablation"
    ]);
    expect(() => study(two)).toThrow("unknown key; expected one of title");
    unregister = registerStep(lengthStep);
  });
});
