import type {Message} from "../model/model.js";
import {askUseful, toRequest, type Unscored, type MaybeReply} from "../surf/exchange.js";
import {describeCut} from "../surf/gate.js";
import {seedOf} from "../util/random.js";
import {checkRewording, type Rejection} from "./check-rewording.js";
import {parseRewordings, perturbPrompt, rewritePrompt} from "./perturb-prompts.js";
import type {ProbeContext, ProbePrompt} from "./probe-run.js";
import {rewordByRule} from "./rule-rewordings.js";
import type {ProbeSettings} from "./settings.js";

/** What the rewording of one prompt needs. */
export interface Rewording {
  settings: Pick<ProbeSettings, "perturbations" | "byRule" | "seed" | "name"> & {step: string};
  context: Pick<ProbeContext, "roles" | "recorder">;
  calls: number[]; // journal ordinals of the calls that it took: added to
}

const maxRounds = 3; // times that more rewordings are asked for, to make up for rejected ones

/** Perturbations of a prompt: the used ones, then the rejected ones with the reason. */
export async function perturb(original: ProbePrompt, rewording: Rewording): Promise<ProbePrompt[]> {
  const {perturbations: wanted, byRule, seed} = rewording.settings;
  if (byRule)
    return rewordByRule(original.query, wanted, seed).map((text, i) => toPerturbed(original, i + 1, text, null));
  const used: ProbePrompt[] = [];
  const rejected: ProbePrompt[] = [];
  for (let round = 0; round < maxRounds && used.length < wanted; round++) {
    const missing = wanted - used.length;
    const texts = await askForRewordings(perturbPrompt(original.query, missing), original, round, rewording);
    if (texts.length === 0) rejected.push(toPerturbed(original, null, "", "no-text"));
    for (const text of texts.slice(0, missing)) {
      const others = used.map(({query}) => query);
      const why = checkRewording(original.query, text, others);
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

/** A prompt rewritten by an instruction; undefined when nothing comes back. */
export async function rewriteByModel(
  original: ProbePrompt,
  instruction: string,
  rewording: Rewording
): Promise<string | undefined> {
  const [text] = await askForRewordings(rewritePrompt(original.query, instruction), original, 0, rewording);
  return text;
}

/** What the perturbing role writes; nothing when its call fails. */
async function askForRewordings(
  messages: Message[],
  {query}: ProbePrompt,
  round: number,
  {settings, context: {roles, recorder}, calls}: Rewording
): Promise<string[]> {
  const role = roles.perturb!;
  const request = toRequest(role, messages, seedOf(settings.seed, settings.step, settings.name, query, round));
  const read = (reply: MaybeReply): {texts: string[]} | Unscored =>
    reply === null ? {reason: "query-failed"} : {texts: parseRewordings(reply.text, describeCut(reply.stop) !== null)};
  const purpose = {step: settings.step, role: "perturb"};
  const {call, result} = await askUseful(recorder, role.model, request, purpose, read);
  calls.push(call.ordinal);
  return "texts" in result ? result.texts : [];
}
