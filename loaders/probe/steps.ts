import {z} from "zod";
import {roleSpec, type RoleInput} from "../step/role-spec.js";
import {maxTokensOf} from "../step/normalize-role.js";
import type {RoleSpec} from "../step/role.js";
import type {Step, StudyFile} from "../step/step.js";
import {checkProbes} from "./check.js";
import {cutProbes} from "./cut-probes.js";
import {describeProbe} from "./describe.js";
import {normalizeConfirm, normalizeProbes, normalizeRobustness} from "./normalize.js";
import type {StudyFacts} from "./place.js";
import {ProbeStepRun, secondJudge} from "./probe-step-run.js";
import {isReworded} from "./reworded.js";
import type {ProbeSettings} from "./settings.js";
import type {ProbeStepSettings} from "./step-settings.js";
import {surfStep} from "../surf/step.js";
import {needsJudge} from "../util/rubric.js";
import {
  confirmSpec,
  probeSpec,
  robustnessSpec,
  type ConfirmInput,
  type ProbeInput,
  type RobustnessInput
} from "./spec.js";

interface Definition<Input> {
  name: ProbeSettings["step"];
  about: string;
  spec(): z.ZodType;
  normalize(input: Input, facts: StudyFacts): ProbeSettings[];
  judge?(input: Input, file: StudyFile): RoleSpec | null;
}

/** The steps of probes differ in what their settings say; all else is one. */
const defineProbeStep = <Input>({name, about, spec, normalize, judge}: Definition<Input>) =>
  ({
    name,
    about,
    dependsOn: ["surf"],
    spec,
    normalize(input, file) {
      const settings = {probes: normalize(input, factsOf(file)), judge: judge?.(input, file) ?? null};
      checkRewriter(settings.probes, file);
      return settings;
    },
    roles: ({judge}) => (judge === null ? [] : [{role: secondJudge, spec: judge, path: [name, "judge"]}]),
    check: ({probes}, prepared) => checkProbes(name, probes, prepared),
    cut: ({probes}, study, {parts}) => cutProbes(name, probes, study, parts),
    create: ({probes}, tools) => new ProbeStepRun(name, probes, tools),
    async estimate(settings, context) {
      const {estimateProbes} = await import("./estimate.js"); // loads a tokenizer
      return estimateProbes(settings, context);
    },
    describe: ({probes}) => (name === "probe" ? probes.map(describeProbe) : describeProbe(probes[0]!))
  }) satisfies Step<Input, ProbeStepSettings>;

export const confirmStep = defineProbeStep<ConfirmInput & {judge?: RoleInput}>({
  name: "confirm",
  about: "ask the top findings again, to see which hold",
  spec: () => confirmSpec(roleSpec),
  normalize: ({judge: _, ...input}, facts) => [normalizeConfirm(input, facts)],
  judge({judge}, file) {
    if (judge === undefined) return null;
    if (!file.rubrics.some(needsJudge))
      throw file.errorAt(["confirm", "judge"], "every rubric is scored by rule: a second judge would score nothing");
    return file.role(judge, maxTokensOf.judge, ["confirm", "judge"]);
  }
});

export const robustnessStep = defineProbeStep<RobustnessInput>({
  name: "robustness",
  about: "reword the top findings, to see how much of their rate stays",
  spec: robustnessSpec,
  normalize: (input, facts) => [normalizeRobustness(input, facts)]
});

const probesSpec = () => z.array(probeSpec(), "expected a list of probes").min(1, "expected at least one probe");

export const probeStep = defineProbeStep<ProbeInput[]>({
  name: "probe",
  about: "ask prompts of your own in groups: templates, transforms, contexts, wordings",
  spec: probesSpec,
  normalize: normalizeProbes
});

const factsOf = (file: StudyFile): StudyFacts => ({
  ...file,
  hasSearch: file.has("surf"),
  searchContext: file.settings(surfStep)?.context ?? null
});

function checkRewriter(probes: readonly ProbeSettings[], {canRewrite, errorAt}: StudyFile): void {
  const rewritten = probes.find(isReworded);
  if (rewritten === undefined || canRewrite) return;
  throw errorAt(
    ["models"],
    `the probe ${rewritten.name} needs a model that rewords prompts: expected perturb or query, or by: rule`
  );
}
