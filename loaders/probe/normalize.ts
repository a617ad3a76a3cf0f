import {within, type NormalizeContext} from "./place.js";
import {normalizeContexts} from "./normalize-contexts.js";
import {normalizeMeasures} from "./normalize-measures.js";
import {normalizePrompts} from "./normalize-prompts.js";
import {noContext, type ProbeKind, type ProbeSettings, type VariantSettings} from "./settings.js";
import type {ConfirmInput, ProbeInput, RobustnessInput, TransformInput} from "./spec.js";

const shared = {
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

/** The step `confirm`: top findings sampled anew, as they are. */
export function normalizeConfirm(input: ConfirmInput, context: NormalizeContext): ProbeSettings {
  needsSearch("confirm", context);
  return {
    ...shared,
    ...sampling(input, defaults.confirm.samples),
    step: "confirm",
    name: "confirm",
    kind: "confirm",
    source: {top: input.top ?? defaults.confirm.top, which: input.which ?? "flagged", rubrics: null},
    bar: input.bar ?? defaults.confirm.bar
  };
}

/** The step `robustness`: top findings and perturbations of each (paper section 3.2.3). */
export function normalizeRobustness(input: RobustnessInput, context: NormalizeContext): ProbeSettings {
  needsSearch("robustness", context);
  return {
    ...shared,
    ...sampling(input, defaults.robustness.samples),
    step: "robustness",
    name: "robustness",
    kind: "robustness",
    source: {top: input.top ?? defaults.robustness.top, which: input.which ?? "flagged", rubrics: null},
    perturbations: input.perturbations ?? defaults.robustness.perturbations
  };
}

function needsSearch(step: string, {hasSearch, errorAt}: NormalizeContext): void {
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
export function normalizeProbes(inputs: readonly ProbeInput[], context: NormalizeContext): ProbeSettings[] {
  const probes = inputs.map((input, i) => normalizeProbe(input, i, context));
  const twice = probes.findIndex(({name}, i) => probes.findIndex((other) => other.name === name) !== i);
  if (twice >= 0) throw context.errorAt(["probe", twice, "name"], `probe named twice: ${probes[twice]!.name}`);
  return probes;
}

function normalizeProbe(input: ProbeInput, index: number, context: NormalizeContext): ProbeSettings {
  const place = within(context, ["probe", index]);
  const source = normalizePrompts(input, place);
  const probe: ProbeSettings = {
    ...shared,
    ...sampling(input, defaults.probe.samples),
    step: "probe",
    name: input.name,
    kind: kindOf(input),
    source,
    perturbations: input.perturbations ?? 0,
    variants: [input.transform ?? []].flat().map(toVariant),
    wordings: Object.entries(input.wordings ?? {}).map(([name, template]) => toTemplate(name, template)),
    contexts: normalizeContexts(input.contexts ?? [], place),
    measures: normalizeMeasures([input.measure ?? []].flat(), place),
    models: input.models ?? null
  };
  checkProbe(probe, place);
  return probe;
}

function kindOf({transform, wordings, contexts, perturbations, template}: ProbeInput): ProbeKind {
  if (wordings !== undefined) return "factorial";
  if (transform !== undefined) return "transform";
  if (contexts !== undefined) return "context";
  if (perturbations !== undefined) return "robustness";
  return template === undefined ? "prompts" : "template";
}

function toVariant(input: TransformInput): VariantSettings {
  if (typeof input === "string") return {name: input, change: "builtin", transform: input};
  if ("prefix" in input) return toTemplate(input.name ?? "prefix", `${input.prefix}{prompt}`);
  if ("suffix" in input) return toTemplate(input.name ?? "suffix", `{prompt}${input.suffix}`);
  if ("template" in input) return toTemplate(input.name ?? "template", input.template);
  return {name: input.name ?? "rewrite", change: "rewrite", instruction: input.rewrite};
}

const toTemplate = (name: string, template: string): VariantSettings => ({name, change: "template", template});

function checkProbe({variants, wordings, models, measures, source}: ProbeSettings, context: NormalizeContext): void {
  const {errorAt, targets} = context;
  for (const [key, list] of [["transform", variants] as const, ["wordings", wordings] as const]) {
    for (const variant of list) checkVariant(variant, key, context);
    const twice = list.find(({name}, i) => list.findIndex((other) => other.name === name) !== i);
    if (twice !== undefined) throw errorAt([key], `two of the name ${twice.name}: give each a name of its own`);
  }
  if (wordings.length === 1) throw errorAt(["wordings"], "expected at least two wordings: the first is the baseline");
  const unknown = models?.find((model) => !targets.includes(model));
  if (unknown !== undefined) throw errorAt(["models"], `${unknown} is no target: expected ${targets.join(", ")}`);
  const unmeasured = measures.length === 0 && Array.isArray(source) && source.some(({rubric}) => rubric === null);
  if (unmeasured) throw errorAt(["measure"], "missing: expected a measure, or prompts that each have a rubric");
  checkKeys(measures, source, context);
}

function checkVariant(variant: VariantSettings, key: string, {errorAt}: NormalizeContext): void {
  if (["original", "perturbed"].includes(variant.name))
    throw errorAt([key], `${variant.name} is taken: name it otherwise`);
  if (variant.change !== "template") return;
  if (!variant.template.includes("{prompt}"))
    throw errorAt([key], `${variant.name}: expected {prompt} in the template`);
  if (key === "transform" && variant.template.trim() === "{prompt}")
    throw errorAt([key], `${variant.name} changes nothing: expected more than {prompt}`);
}

function checkKeys(
  measures: ProbeSettings["measures"],
  source: ProbeSettings["source"],
  {errorAt}: NormalizeContext
): void {
  for (const measure of measures) {
    if (measure.kind !== "answer") continue;
    if (!Array.isArray(source))
      throw errorAt(["measure"], "findings have no answer key: expected prompts with expected");
    for (const {item, expected} of source) {
      if (expected === null)
        throw errorAt(["measure"], `no answer key for the prompt ${item}: expected the key expected`);
      if (measure.match === "numeric" && Number.isNaN(Number(expected.replaceAll(",", ""))))
        throw errorAt(["measure"], `the answer key of ${item} is no number: ${expected}`);
    }
  }
}
