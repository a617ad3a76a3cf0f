import type {Message} from "../model/model.js";
import {askUseful, toRequest, type MaybeReply, type Unscored} from "../surf/exchange.js";
import {seedOf} from "../util/random.js";
import {UserError} from "../util/user-error.js";
import {checkRewording, type Rejection} from "./check-rewording.js";
import {parseRewordings, perturbPrompt, rewritePrompt} from "./perturb-prompts.js";
import type {FoundPrompt, ProbeContext, ProbePrompt, ProbeRun} from "./probe-run.js";
import {isFindings, type FindingSource, type ProbeSettings, type VariantSettings} from "./settings.js";
import {applyVariant} from "./transforms.js";

/** Makes all prompts of a probe: its source, then what is made from each. Asks the perturbing role where it must. */
export async function makePrompts(run: ProbeRun, context: ProbeContext): Promise<void> {
  const {settings} = run;
  const originals = settings.wordings.length > 0 ? worded(settings, context) : sourcePrompts(settings, context);
  run.prompts = originals;
  const derived = await Promise.all(originals.map((original) => derive(original, settings, context)));
  const made = derived.flatMap(({prompts}) => prompts);
  run.prompts = [...originals, ...made];
  run.calls = derived.flatMap(({calls}) => calls);
  checkUsed(settings, made);
}

/** What is made from one prompt, and the journal ordinals of the calls that it took. */
interface Derived {
  prompts: ProbePrompt[];
  calls: number[];
}

async function derive(original: ProbePrompt, settings: ProbeSettings, context: ProbeContext): Promise<Derived> {
  const derived: Derived = {prompts: [], calls: []};
  const maker = {settings, context, calls: derived.calls};
  for (const variant of settings.variants) derived.prompts.push(await change(original, variant, maker));
  if (settings.perturbations > 0) derived.prompts.push(...(await perturb(original, maker)));
  return derived;
}

interface Maker {
  settings: ProbeSettings;
  context: ProbeContext;
  calls: number[];
}

function checkUsed({name, variants}: ProbeSettings, made: readonly ProbePrompt[]): void {
  for (const variant of variants) {
    const own = made.filter((prompt) => prompt.variant === variant.name);
    if (own.length > 0 && own.every(({rejected}) => rejected === "identical"))
      throw new UserError(`probe ${name}: the transform ${variant.name} changes none of its prompts`);
  }
}

const blank = {number: null, original: null, note: null, rejected: null, models: null} as const;

function sourcePrompts({source, transfer}: ProbeSettings, {findings}: ProbeContext): ProbePrompt[] {
  if (!isFindings(source))
    return source.map((plain) => ({
      ...blank,
      ...plain,
      row: plain.row ?? plain.rubric?.name ?? null,
      variant: "original"
    }));
  return chosen(source, findings()).map(({finding, query, rubric}) => ({
    ...blank,
    item: finding.id,
    variant: "original",
    row: rubric.name,
    column: finding.model,
    rubric,
    expected: null,
    query,
    models: transfer ? null : [finding.model]
  }));
}

/** The best findings of each rubric and model, in the order of the table. */
function chosen({top, which, rubrics}: FindingSource, findings: readonly FoundPrompt[]): FoundPrompt[] {
  const counts = new Map<string, number>();
  return findings.filter(({finding, rubric}) => {
    if (rubrics !== null && !rubrics.includes(rubric.name)) return false;
    if (which !== "all" && !finding.flagged) return false;
    if (which === "confirmed" && finding.confirmed !== true) return false;
    const key = `${rubric.name}\u0000${finding.model}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    return counts.get(key)! <= top;
  });
}

/** The same requests in several wordings; each is a prompt of its own, paired by item. */
function worded(settings: ProbeSettings, context: ProbeContext): ProbePrompt[] {
  const requests = sourcePrompts(settings, context);
  return settings.wordings.flatMap((wording, i) =>
    requests.map((request) => ({
      ...request,
      variant: wording.name,
      query: applyVariant(wording as Exclude<VariantSettings, {change: "rewrite"}>, request.query, settings.seed),
      note: i === 0 ? "baseline wording" : null
    }))
  );
}

async function change(original: ProbePrompt, variant: VariantSettings, maker: Maker): Promise<ProbePrompt> {
  const base = {...original, variant: variant.name, original};
  if (variant.change !== "rewrite") {
    const query = applyVariant(variant, original.query, maker.settings.seed);
    return {...base, query, note: `transform ${variant.name}`, rejected: query === original.query ? "identical" : null};
  }
  const [text] = await rewordings(rewritePrompt(original.query, variant.instruction), original, 0, maker);
  const rejected = text === undefined ? "no-text" : text === original.query ? "identical" : null;
  return {...base, query: text ?? "", note: variant.instruction, rejected};
}

const rounds = 3; // times that more rewordings are asked for, to make up for rejected ones

async function perturb(original: ProbePrompt, maker: Maker): Promise<ProbePrompt[]> {
  const wanted = maker.settings.perturbations;
  const used: ProbePrompt[] = [];
  const rejected: ProbePrompt[] = [];
  for (let round = 0; round < rounds && used.length < wanted; round++) {
    const missing = wanted - used.length;
    const texts = await rewordings(perturbPrompt(original.query, missing), original, round, maker);
    if (texts.length === 0) rejected.push(toPerturbed(original, null, "", "no-text"));
    for (const text of texts.slice(0, missing)) {
      const why = checkRewording(original.query, text, used.map(({query}) => query)); // prettier-ignore
      if (why === null) used.push(toPerturbed(original, used.length + 1, text, null));
      else rejected.push(toPerturbed(original, null, text, why));
    }
  }
  return [...used, ...rejected];
}

const toPerturbed = (
  original: ProbePrompt,
  number: number | null,
  query: string,
  rejected: Rejection | null
): ProbePrompt => ({...original, variant: "perturbed", number, original, query, rejected, note: null});

/** What the perturbing role writes; nothing when its call fails. */
async function rewordings(
  messages: Message[],
  {query}: ProbePrompt,
  round: number,
  {settings, context: {roles, recorder}, calls}: Maker
): Promise<string[]> {
  const role = roles.perturb!;
  const request = toRequest(role, messages, seedOf(settings.seed, settings.step, settings.name, query, round));
  const read = (reply: MaybeReply): {texts: string[]} | Unscored =>
    reply === null ? {reason: "query-failed"} : {texts: parseRewordings(reply.text)};
  const purpose = {step: settings.step, role: "perturb"};
  const {call, result} = await askUseful(recorder, role.model, request, purpose, read);
  calls.push(call.ordinal);
  return "texts" in result ? result.texts : [];
}
