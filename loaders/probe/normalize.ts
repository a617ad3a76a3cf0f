import {normalizeContexts} from "./normalize-contexts.js";
import {checkPrompts} from "../measure/rules/check-prompts.js";
import {normalizeMeasures} from "./measures/normalize.js";
import {placed, within, type StudyFacts} from "./place.js";
import {mostByRule} from "./rule-rewordings.js";
import {noContext, type ContextSettings} from "../step/contexts/context.js";
import {normalizeContext} from "../step/contexts/normalize.js";
import {isLate, type ProbeSettings} from "./settings.js";
import {toFindingSource} from "./sources/findings.js";
import {normalizePrompts} from "./sources/normalize.js";
import type {ConfirmInput, ProbeInput, RobustnessInput} from "./spec.js";
import {normalizeTransforms, normalizeWordings} from "./transforms/normalize.js";

const plainSettings = {
  variants: [],
  wordings: [],
  contexts: [noContext],
  measures: [],
  models: null,
  perturbations: 0,
  bar: 0
};

const defaults = {
  confirm: {top: 75, samples: 20, bar: 0.1},
  robustness: {top: 45, perturbations: 20, samples: 100}, // paper section 3.2.3
  probe: {samples: 20}
};

/** The step `confirm`: top findings sampled again, as they are. */
export function normalizeConfirm(input: ConfirmInput, facts: StudyFacts): ProbeSettings {
  needsSearch("confirm", facts);
  return {
    ...plainSettings,
    ...sampling(input, defaults.confirm.samples),
    step: "confirm",
    name: "confirm",
    kind: "confirm",
    source: toFindingSource({...input, top: topOf(input, defaults.confirm.top)}),
    contexts: [contextOfFindings(input, facts, "confirm")],
    bar: input.bar ?? defaults.confirm.bar
  };
}

/** The step `robustness`: top findings and perturbations of each (paper section 3.2.3). */
export function normalizeRobustness(input: RobustnessInput, facts: StudyFacts): ProbeSettings {
  needsSearch("robustness", facts);
  return {
    ...plainSettings,
    ...sampling(input, defaults.robustness.samples),
    step: "robustness",
    name: "robustness",
    kind: "robustness",
    source: toFindingSource({...input, top: topOf(input, defaults.robustness.top)}),
    contexts: [contextOfFindings(input, facts, "robustness")],
    ...perturbing(input, defaults.robustness.perturbations, ["robustness"], facts)
  };
}

/** What findings are asked after: what they were found after, unless the step says otherwise. */
function contextOfFindings({context}: Pick<ConfirmInput, "context">, facts: StudyFacts, step: string): ContextSettings {
  if (context === undefined) return facts.searchContext ?? noContext;
  return context === false ? noContext : placed(facts, [step, "context"], () => normalizeContext(context, facts));
}

/** How many of the best findings are asked: none where ids name those to ask. */
const topOf = ({top, ids}: Pick<ConfirmInput, "top" | "ids">, usual: number): number =>
  top ?? (ids === undefined ? usual : 0);

/** How many rewordings of each prompt, and who makes them. */
function perturbing(
  {perturbations, by}: Pick<ProbeInput, "perturbations" | "by">,
  usual: number,
  path: PropertyKey[],
  {errorAt}: StudyFacts
): Pick<ProbeSettings, "perturbations" | "byRule"> {
  if (by !== "rule") return {perturbations: perturbations ?? usual};
  if ((perturbations ?? 0) > mostByRule)
    throw errorAt([...path, "perturbations"], `rules make ${mostByRule} rewordings of a prompt: expected no more`);
  return {perturbations: perturbations ?? Math.min(usual, mostByRule), byRule: true};
}

function needsSearch(step: string, {hasSearch, errorAt}: StudyFacts): void {
  if (!hasSearch) throw errorAt([step], "needs findings, and this study has no search (surf: false)");
}

function sampling(
  input: Pick<ProbeInput, "samples" | "temperature" | "transfer" | "batch" | "seed">,
  samples: number
): Pick<ProbeSettings, "samples" | "temperature" | "transfer" | "batch" | "seed"> {
  return {
    samples: input.samples ?? samples,
    temperature: input.temperature ?? null,
    transfer: input.transfer ?? false,
    batch: input.batch ?? false,
    seed: input.seed ?? 1
  };
}

/** The step `probe`: every probe of the list. */
export function normalizeProbes(inputs: readonly ProbeInput[], facts: StudyFacts): ProbeSettings[] {
  const probes = inputs.map((input, i) => normalizeProbe(input, within(facts, ["probe", i])));
  const taken = probes.findIndex(({name}, i) => probes.findIndex((other) => other.name === name) !== i);
  if (taken >= 0) throw facts.errorAt(["probe", taken, "name"], `two probes have the name ${probes[taken]!.name}`);
  return probes;
}

function normalizeProbe(input: ProbeInput, facts: StudyFacts): ProbeSettings {
  const {source, keyed} = normalizePrompts(input, facts);
  const probe: ProbeSettings = {
    ...plainSettings,
    ...sampling(input, defaults.probe.samples),
    step: "probe",
    name: input.name,
    kind: kindOf(input, keyed),
    source,
    ...perturbing(input, 0, [], facts),
    variants: normalizeTransforms(input.transform ?? [], facts),
    wordings: normalizeWordings(input.wordings ?? {}, facts),
    contexts: normalizeContexts(input.contexts ?? [], facts),
    measures: normalizeMeasures(input.measure ?? [], source, facts),
    models: input.models ?? null
  };
  checkModels(probe, facts);
  checkMeasured(probe, facts);
  checkOwnRubrics(probe, facts);
  return probe;
}

function kindOf({transform, wordings, contexts, perturbations}: ProbeInput, keyedSource: string | null): string {
  if (wordings !== undefined) return "factorial";
  if (transform !== undefined) return "transform";
  if (contexts !== undefined) return "context";
  if (perturbations !== undefined) return "robustness";
  return keyedSource ?? "prompts";
}

function checkModels({models}: ProbeSettings, {targets, errorAt}: StudyFacts): void {
  const unknown = models?.find((model) => !targets.includes(model));
  if (unknown !== undefined) throw errorAt(["models"], `${unknown} is no target: expected ${targets.join(", ")}`);
}

function checkMeasured({measures, source}: ProbeSettings, {errorAt}: StudyFacts): void {
  const unmeasured = measures.length === 0 && !isLate(source) && source.some(({rubric}) => rubric === null);
  if (unmeasured) throw errorAt(["measure"], "missing: expected a measure, or prompts that each have a rubric");
}

/** Throws if the rule of a rubric that is a prompt's own needs what the prompt does not have. */
function checkOwnRubrics({measures, source}: ProbeSettings, {errorAt}: StudyFacts): void {
  if (measures.length > 0 || isLate(source)) return;
  for (const prompt of source) checkPrompts(prompt.rubric!, [prompt], (message) => errorAt(["prompts"], message));
}
