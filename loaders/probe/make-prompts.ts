import {UserError} from "../util/user-error.js";
import {holds} from "../step/share.js";
import {perturb, rewriteByModel, type Rewording} from "./reword.js";
import type {ProbeContext, ProbePrompt, ProbeRun} from "./probe-run.js";
import type {ProbeSettings, VariantSettings} from "./settings.js";
import {promptsOf} from "./sources/registry.js";
import {applyVariant, transformOf} from "./transforms/registry.js";

/** Makes all prompts of a probe: its source, then what is made from each. Asks the perturbing role where it must. */
export async function makePrompts(run: ProbeRun, context: ProbeContext): Promise<void> {
  const {settings} = run;
  const {share} = context;
  const all = promptsOf(settings.source, {findings: context.findings, transfer: settings.transfer});
  const requests = share === undefined ? all : all.filter(({query}) => holds(share, query));
  const originals = settings.wordings.length > 0 ? worded(requests, settings) : requests;
  run.prompts = originals;
  const derived = await Promise.all(originals.map((original) => derive(original, {settings, context, calls: []})));
  const made = derived.flatMap(({prompts}) => prompts);
  run.prompts = [...originals, ...made];
  run.calls = derived.flatMap(({calls}) => calls);
  if (share === undefined) checkChanged(settings, made);
}

/** The same requests in several wordings; each is a prompt of its own, paired by item. */
const worded = (requests: readonly ProbePrompt[], {wordings, seed}: ProbeSettings): ProbePrompt[] =>
  wordings.flatMap((wording, i) =>
    requests.map((request) => ({
      ...request,
      variant: wording.name,
      query: applyVariant(wording, request.query, seed)!, // a template, always
      note: i === 0 ? "baseline wording" : null
    }))
  );

type ProbeRewording = Rewording & {settings: ProbeSettings};

/** What is made from one prompt, and the journal ordinals of the calls that it took. */
async function derive(
  original: ProbePrompt,
  rewording: ProbeRewording
): Promise<{prompts: ProbePrompt[]; calls: number[]}> {
  const prompts: ProbePrompt[] = [];
  const {variants, perturbations} = rewording.settings;
  for (const variant of variants) prompts.push(await change(original, variant, rewording));
  if (perturbations > 0) prompts.push(...(await perturb(original, rewording)));
  return {prompts, calls: rewording.calls};
}

async function change(
  original: ProbePrompt,
  variant: VariantSettings,
  rewording: ProbeRewording
): Promise<ProbePrompt> {
  const base = {...original, variant: variant.name, original};
  const definition = transformOf(variant);
  if (definition.by === "program") {
    const query = definition.apply(variant, original.query, rewording.settings.seed);
    return {...base, query, note: `transform ${variant.name}`, rejected: query === original.query ? "identical" : null};
  }
  const instruction = definition.instruction(variant);
  const text = await rewriteByModel(original, instruction, rewording);
  const rejected = text === undefined ? "no-text" : text === original.query ? "identical" : null;
  return {...base, query: text ?? "", note: instruction, rejected};
}

function checkChanged({name, variants}: ProbeSettings, made: readonly ProbePrompt[]): void {
  for (const variant of variants) {
    const own = made.filter((prompt) => prompt.variant === variant.name);
    if (own.length > 0 && own.every(({rejected}) => rejected === "identical"))
      throw new UserError(`probe ${name}: the transform ${variant.name} changes none of its prompts`);
  }
}
