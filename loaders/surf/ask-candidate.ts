import type {Arm} from "../../src/shared/schema.js";
import {excerpt} from "../../src/shared/excerpt.js";
import type {DrawnPrompt} from "../corpus/prompts/prompt-draws.js";
import type {Message} from "../model/model.js";
import {drawSeed} from "../model/recorded/draw.js";
import type {RecordedCall} from "../store/recorded-call.js";
import type {Recorder} from "../store/recorder.js";
import type {Candidate, Draw, JudgeScore} from "./candidate.js";
import {decide, outcomeOf, type Ruling} from "../measure/rules/ruling.js";
import {readAnswer} from "./answer.js";
import {
  askUseful,
  combine,
  failed,
  scoreOf,
  toRequest,
  total,
  type MaybeReply,
  type ScoreResult,
  type Unscored
} from "./exchange.js";
import {gateQuery, type Gated} from "./gate.js";
import {judgePrompt, queryPrompt, queryStop} from "./prompts.js";
import type {ExchangeRole, RoleSettings} from "../step/role.js";
import type {SearchRoles} from "./settings.js";
import {needsJudge, type Rubric} from "../util/rubric.js";
import {promptId} from "../util/prompt-id.js";

/** Where the texts of a candidate are. */
export interface CallHandle {
  calls: number[]; // ordinals in the journal, in the order asked: query (unless it is a prompt), target, judges
  prompt: number | null; // row of the query in its corpus; null: it was written
}

/** What a search reports about its calls. */
export interface CallWatcher {
  asking?(role: ExchangeRole): void;
  answered?(role: ExchangeRole): void;
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
  recorder: Recorder;
  watcher?: CallWatcher;
}

/**
 * Asks for one candidate: query -> target -> judge. Resolves to a candidate with a score, or with the reason why it has
 * none. Throws only what ends a whole study, such as an exhausted budget.
 */
export async function askCandidate(plan: CandidatePlan, context: CandidateContext): Promise<Candidate<CallHandle>> {
  const {rubric, roles, recorder, watcher} = context;
  const calls: RecordedCall[] = [];
  const ask: AskRole = async (place, role, settings, messages, read, stop) => {
    const request = toRequest(settings, messages, seedOfCall(plan, role, settings, messages), stop);
    watcher?.asking?.(role);
    const sent = await askUseful(recorder, settings.model, request, {step: "surf", role}, read);
    watcher?.answered?.(role);
    calls[place] = sent.call;
    return sent.result;
  };
  return toCandidate(plan, await askInTurn(plan, rubric, roles, ask), Object.values(calls)); // a prompt has no first call
}

/** The seed of a call; of a recorded target it says which of the prompt's answers is drawn. */
function seedOfCall(
  {prompt, seedFor}: CandidatePlan,
  role: ExchangeRole,
  {model}: RoleSettings,
  messages: readonly Message[]
): number {
  if (role !== "target" || model.recording === undefined || prompt === undefined) return seedFor(role);
  return drawSeed(prompt.draw.seed, messages.at(-1)!.content, prompt.draw.number, {forward: true});
}

/** Asks a role; asks again if the answer can't be used and the study retries such answers. */
type AskRole = <T extends object>(
  place: number, // among the candidate's calls
  role: ExchangeRole,
  settings: RoleSettings,
  messages: Message[],
  read: (reply: MaybeReply) => T | Unscored,
  stop?: string[]
) => Promise<T | Unscored>;

/** What the calls of a candidate led to. */
interface Exchanged {
  query: string | null; // null when there is no usable query
  outcome: ScoreResult;
  judgements?: JudgeScore[];
  ruling?: Ruling | null; // of the rubric's rule
  cut?: true; // the response was cut off by its token limit, and judged as it is
}

async function askInTurn(plan: CandidatePlan, rubric: Rubric, roles: SearchRoles, ask: AskRole): Promise<Exchanged> {
  const query = plan.prompt ?? (await askForQuery(plan, rubric, roles, ask));
  if ("reason" in query) return {query: null, outcome: query};
  const readResponse = (reply: MaybeReply) => readAnswer(reply, roles.target, {judged: needsJudge(rubric)});
  const response = await ask(1, "target", roles.target, [{role: "user", content: query.text}], readResponse);
  if ("reason" in response) return {query: query.text, outcome: response};
  const cut = response.cut ? {cut: true as const} : {};
  const ruling = await decide(rubric, {query: query.text, response: response.answer}, plan.seedFor("judge"));
  if (ruling !== null && !ruling.judged) return {query: query.text, outcome: outcomeOf(ruling), ruling, ...cut};
  const prompt = judgePrompt(rubric, query.text, response.text);
  const outcomes = await Promise.all(roles.judges.map((judge, i) => ask(2 + i, "judge", judge, prompt, scoreOf)));
  return {
    query: query.text,
    outcome: ruling?.settles ? outcomeOf(ruling) : combine(outcomes),
    ...((outcomes.length > 1 || ruling?.settles) && {judgements: toJudgements(roles, outcomes)}),
    ruling,
    ...cut
  };
}

function askForQuery({attributes}: Draw, rubric: Rubric, roles: SearchRoles, ask: AskRole): Promise<Gated | Unscored> {
  const read = (reply: MaybeReply) => (reply === null ? failed("query") : gateQuery(reply, attributes));
  return ask(0, "query", roles.query!, queryPrompt(attributes, rubric.topic), read, [queryStop]);
}

const toJudgements = ({judges}: SearchRoles, outcomes: readonly ScoreResult[]): JudgeScore[] =>
  outcomes.map((outcome, i) => ({
    judge: judges[i]!.model.name,
    score: "score" in outcome ? outcome.score : null,
    reason: "reason" in outcome ? outcome.reason : null
  }));

function toCandidate(
  {attributes, weighted, sourceRow, iteration, slot, arm, prompt}: CandidatePlan,
  {query, outcome, judgements, ruling, cut}: Exchanged,
  calls: readonly RecordedCall[]
): Candidate<CallHandle> {
  const records = calls.map(({record}) => record);
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
    met: prompt?.met ?? null,
    inputTokens: total(records.map(({usage}) => usage?.inputTokens ?? null)),
    outputTokens: total(records.map(({usage}) => usage?.outputTokens ?? null)),
    cost: total(records.map(({cost}) => cost)),
    latencyInMs: total(records.map(({latency}) => latency)),
    ...(judgements && {judgements}),
    ...(ruling && {ruled: {settled: ruling.settles, fired: ruling.fired, reason: ruling.reason}}),
    ...(cut && {truncated: true as const}),
    ...(records.some(({late}) => late) && {late: true as const}),
    texts: {calls: calls.map(({ordinal}) => ordinal), prompt: prompt?.row ?? null}
  };
}
