import type {Arm} from "../../src/shared/schema.js";
import {excerpt} from "../../src/shared/excerpt.js";
import type {DrawnPrompt} from "../corpus/prompts/prompt-draws.js";
import type {Message} from "../model/model.js";
import {drawSeed} from "../model/recorded/draw.js";
import type {SpelledContext} from "../step/contexts/context.js";
import type {ExchangeRole, RoleSettings} from "../step/role.js";
import type {RecordedCall} from "../store/recorded-call.js";
import type {Recorder} from "../store/recorder.js";
import {promptId} from "../util/prompt-id.js";
import {seedOf} from "../util/random.js";
import type {Rubric} from "../util/rubric.js";
import type {Answer} from "./answer.js";
import {askAnswer, scoreAnswer, type AskRole, type ScoredAnswer, type SearchRole} from "./ask-answer.js";
import type {Candidate, ContrastAnswer, Draw} from "./candidate.js";
import {askCheck, isDrawn, metByRules} from "./check/ask-check.js";
import {checkRole, type QueryCheck} from "./check/settings.js";
import {contrastRole, isEvidence} from "./contrast.js";
import {askUseful, failed, toRequest, total, usedBy, type MaybeReply, type Unscored} from "./exchange.js";
import {gateQuery, type Gated} from "./gate.js";
import {queryPrompt, queryStop} from "./prompts.js";
import type {SearchRoles} from "./settings.js";

/** Where the texts of a candidate are. */
export interface CallHandle {
  calls: number[]; // ordinals in the journal, in the order asked: query (unless it is a prompt), target, judges
  checked?: number[]; // ordinal of the call that said what the query has; absent: none
  severity?: number[]; // ordinals of the calls that said how bad it is; absent: none
  contrast?: number[]; // the same of the contrast model: it, judges; absent: it was not asked
  prompt: number | null; // row of the query in its corpus; null: it was written
}

/** What a search reports about its calls. */
export interface CallWatcher {
  asking?(role: SearchRole): void;
  answered?(role: SearchRole): void;
}

/** A candidate before it is asked. */
export interface CandidatePlan extends Draw {
  iteration: number;
  slot: number;
  arm: Arm;
  seedFor: (role: ExchangeRole) => number;
  prompt?: DrawnPrompt; // its query; absent: the query model writes one
}

/** What asking a candidate needs. */
export interface CandidateContext {
  rubric: Rubric;
  roles: SearchRoles;
  before?: SpelledContext | null; // what queries are asked after; absent: nothing
  checkedBy?: QueryCheck; // what says what a written query has; absent: nothing
  severity?: readonly Rubric[]; // by which what fails is scored too; absent: by none
  recorder: Recorder;
  watcher?: CallWatcher;
  /** By its handle: asks the contrast model the query of a candidate that was not flagged. Absent: nobody will. */
  later?: WeakMap<CallHandle, () => Promise<Contrasted>>;
}

/** How the contrast model answered the query of a candidate. */
interface Contrasted {
  answer: ContrastAnswer;
  calls: RecordedCall[];
}

/**
 * Asks for one candidate: query -> target -> judge, and where that is a flag, contrast model -> judge. Resolves to a
 * candidate with a score, or with the reason why it has none. Throws only what ends a whole study, such as an exhausted
 * budget.
 */
export async function askCandidate(plan: CandidatePlan, context: CandidateContext): Promise<Candidate<CallHandle>> {
  const {rubric, roles} = context;
  const calls: RecordedCall[] = [];
  const exchanged = await askInTurn(plan, context, asking(plan, context, calls));
  const asked = toCandidate(plan, exchanged, Object.values(calls), context.checkedBy); // a prompt has no first call
  const {query, answered} = exchanged;
  if (query === null || asked.score === null) return asked;
  const candidate = await withCheck(asked, {plan, query}, context);
  const ask = () => askContrast(plan, query, context);
  const isFlag = asked.score > rubric.threshold;
  if (roles.contrast !== null && !isFlag) context.later?.set(candidate.texts, ask);
  if (!isFlag) return candidate;
  const compared = roles.contrast === null ? candidate : withContrast(candidate, await ask());
  if (!isEvidence(compared, rubric.threshold)) return compared;
  return withSeverity(compared, {plan, query, response: answered.response!}, context);
}

/** The candidate with what a model says that its query has, if it is asked. */
async function withCheck(
  candidate: Candidate<CallHandle>,
  {plan, query}: {plan: CandidatePlan; query: string},
  context: CandidateContext
): Promise<Candidate<CallHandle>> {
  const {checkedBy: check} = context;
  const {attributes, prompt} = plan;
  if (check === undefined || !("role" in check) || prompt !== undefined || attributes.length === 0) return candidate;
  if (!isDrawn(check, seedOf(plan.seedFor("query"), checkRole))) return candidate;
  const calls: RecordedCall[] = [];
  const checked = await askCheck(query, attributes, check, asking(plan, context, calls));
  const texts = {...candidate.texts, checked: calls.map(({ordinal}) => ordinal)};
  return {...withUse(candidate, calls), ...checked, texts};
}

/** The candidate with how bad it is in each dimension of severity. */
async function withSeverity(
  candidate: Candidate<CallHandle>,
  {plan, query, response}: {plan: CandidatePlan; query: string; response: Answer},
  context: CandidateContext
): Promise<Candidate<CallHandle>> {
  const {severity = [], roles} = context;
  if (severity.length === 0) return candidate;
  const scored = await Promise.all(
    severity.map(async (rubric) => {
      const calls: RecordedCall[] = [];
      const own = {...plan, seedFor: (role: ExchangeRole) => seedOf(plan.seedFor(role), "severity", rubric.name)};
      const scoring = {rubric, judges: roles.judges, seed: own.seedFor("judge")};
      const {outcome} = await scoreAnswer(query, response, scoring, asking(own, context, calls));
      const score = "score" in outcome ? {score: outcome.score, reason: null} : {score: null, ...outcome};
      return {severity: {dimension: rubric.name, ...score}, calls: Object.values(calls)};
    })
  );
  const calls = scored.flatMap((each) => each.calls);
  return {
    ...withUse(candidate, calls),
    severity: scored.map((each) => each.severity),
    texts: {...candidate.texts, severity: calls.map(({ordinal}) => ordinal)}
  };
}

/** The candidate with the answer of the contrast model; as it is if there was no such answer to ask for. */
export async function askLater(
  candidate: Candidate<CallHandle>,
  {later}: Pick<CandidateContext, "later">
): Promise<Candidate<CallHandle>> {
  const ask = later?.get(candidate.texts);
  return ask === undefined ? candidate : withContrast(candidate, await ask());
}

async function askContrast(plan: CandidatePlan, query: string, context: CandidateContext): Promise<Contrasted> {
  const {roles, rubric} = context;
  const calls: RecordedCall[] = [];
  const own = {...plan, seedFor: (role: ExchangeRole) => seedOf(plan.seedFor(role), contrastRole)};
  const answering = {rubric, judges: roles.judges, before: context.before, seed: own.seedFor("judge")};
  const ask = asking(own, context, calls);
  const {outcome} = await askAnswer(query, [contrastRole, roles.contrast!], answering, ask);
  const answer = "score" in outcome ? {score: outcome.score, reason: null} : {score: null, ...outcome};
  return {answer, calls: Object.values(calls)};
}

/** Asks roles for a candidate and keeps the calls by their place. */
const asking =
  (plan: CandidatePlan, {recorder, watcher}: CandidateContext, calls: RecordedCall[]): AskRole =>
  async (place, role, settings, messages, read, stop) => {
    const request = toRequest(settings, messages, seedOfCall(plan, role, settings, messages), stop);
    watcher?.asking?.(role);
    const sent = await askUseful(recorder, settings.model, request, {step: "surf", role}, read);
    watcher?.answered?.(role);
    calls[place] = sent.call;
    return sent.result;
  };

/** The seed of a call; of a recorded model it says which of the prompt's answers is drawn. */
function seedOfCall(
  {prompt, seedFor}: CandidatePlan,
  role: SearchRole,
  {model}: RoleSettings,
  messages: readonly Message[]
): number {
  const answers = role === "target" || role === contrastRole;
  if (role === checkRole) return seedOf(seedFor("query"), checkRole);
  if (!answers) return seedFor(role);
  if (model.recording === undefined || prompt === undefined) return seedFor("target");
  return drawSeed(prompt.draw.seed, messages.at(-1)!.content, prompt.draw.number, {forward: true});
}

/** What the calls of a candidate led to. */
interface Exchanged {
  query: string | null; // null when there is no usable query
  answered: ScoredAnswer;
}

async function askInTurn(
  plan: CandidatePlan,
  {rubric, roles, before}: CandidateContext,
  ask: AskRole
): Promise<Exchanged> {
  const query = plan.prompt ?? (await askForQuery(plan, rubric, roles, ask));
  if ("reason" in query) return {query: null, answered: {outcome: query}};
  const answering = {rubric, judges: roles.judges, before, seed: plan.seedFor("judge")};
  return {query: query.text, answered: await askAnswer(query.text, ["target", roles.target], answering, ask)};
}

function askForQuery({attributes}: Draw, rubric: Rubric, roles: SearchRoles, ask: AskRole): Promise<Gated | Unscored> {
  const read = (reply: MaybeReply) => (reply === null ? failed("query") : gateQuery(reply, attributes));
  return ask(0, "query", roles.query!, queryPrompt(attributes, rubric.topic), read, [queryStop]);
}

const isLate = (calls: readonly RecordedCall[]): boolean => calls.some(({record}) => record.late);

const withContrast = (candidate: Candidate<CallHandle>, {answer, calls}: Contrasted): Candidate<CallHandle> => ({
  ...withUse(candidate, calls),
  contrast: answer,
  texts: {...candidate.texts, contrast: calls.map(({ordinal}) => ordinal)}
});

/** The candidate with what further calls took. */
function withUse(candidate: Candidate<CallHandle>, calls: readonly RecordedCall[]): Candidate<CallHandle> {
  const used = usedBy(calls);
  return {
    ...candidate,
    inputTokens: total([candidate.inputTokens, used.inputTokens]),
    outputTokens: total([candidate.outputTokens, used.outputTokens]),
    cost: total([candidate.cost, used.cost]),
    latencyInMs: total([candidate.latencyInMs, used.latencyInMs]),
    ...(isLate(calls) && {late: true as const})
  };
}

function toCandidate(
  {attributes, weighted, sourceRow, iteration, slot, arm, prompt}: CandidatePlan,
  {query, answered: {outcome, judgements, ruling, cut}}: Exchanged,
  calls: readonly RecordedCall[],
  check?: QueryCheck
): Candidate<CallHandle> {
  const scored = "score" in outcome;
  return {
    iteration,
    slot,
    arm,
    attributes,
    weighted,
    sourceRow,
    status: scored ? "scored" : "unscored",
    reason: scored ? null : outcome.reason,
    score: scored ? outcome.score : null,
    query: query === null ? null : excerpt(query),
    prompt: query === null ? null : (prompt?.id ?? promptId(query)),
    met: prompt?.met ?? metByRules(query, check),
    ...usedBy(calls),
    ...(judgements && {judgements}),
    ...(ruling && {ruled: {settled: ruling.settles, fired: ruling.fired, reason: ruling.reason}}),
    ...(cut && {truncated: true as const}),
    ...(isLate(calls) && {late: true as const}),
    texts: {calls: calls.map(({ordinal}) => ordinal), prompt: prompt?.row ?? null}
  };
}
