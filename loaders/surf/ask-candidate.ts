import type {Arm, UnscoredReason} from "../../src/lib/schema.js";
import {excerpt} from "../../src/lib/text.js";
import type {Message, ModelRequest} from "../model/model.js";
import type {RecordedCall, Recorder} from "../store/recorder.js";
import type {Candidate, Draw} from "./candidate.js";
import {gateQuery, gateResponse, isRefusal} from "./gate.js";
import {safeParseJudgement} from "./parse-judgement.js";
import {judgePrompt, queryPrompt, queryStop} from "./prompts.js";
import type {RoleSettings, SearchRoles} from "./settings.js";
import type {Rubric} from "../util/rubric.js";

/** Ordinals of the candidate's calls in the journal, in the order asked: query, target, judge. */
export type CallHandle = number[];

/** What the search tells those who watch it. */
export interface Watcher {
  asking?(role: keyof SearchRoles): void;
  answered?(role: keyof SearchRoles): void;
}

export interface CandidatePlan extends Draw {
  iteration: number;
  slot: number;
  arm: Arm;
  seedFor: (role: keyof SearchRoles) => number;
}

export interface CandidateContext {
  rubric: Rubric;
  roles: SearchRoles;
  recorder: Recorder;
  watcher?: Watcher;
}

type Outcome = {score: number} | {reason: UnscoredReason};

/** Takes one candidate from its attributes to a score, query -> target -> judge, or to the reason why it has none. */
export async function askCandidate(plan: CandidatePlan, context: CandidateContext): Promise<Candidate<CallHandle>> {
  const calls: RecordedCall[] = [];
  const ask = async (role: keyof SearchRoles, messages: Message[], stop?: string[]) => {
    context.watcher?.asking?.(role);
    const request = toRequest(context.roles[role], messages, plan.seedFor(role), stop);
    const call = await context.recorder.ask(context.roles[role].model, request, {step: "surf", role});
    context.watcher?.answered?.(role);
    calls.push(call);
    return call.reply;
  };
  const {query, outcome} = await follow(plan, context.rubric, ask);
  return describe(plan, query, outcome, calls);
}

type Ask = (role: keyof SearchRoles, messages: Message[], stop?: string[]) => Promise<RecordedCall["reply"]>;

async function follow({attributes}: Draw, rubric: Rubric, ask: Ask): Promise<{query: string | null; outcome: Outcome}> {
  const written = await ask("query", queryPrompt(attributes, rubric.topic), [queryStop]);
  if (written === null) return {query: null, outcome: {reason: "query-failed"}};
  const query = gateQuery(written, attributes);
  if ("reason" in query) return {query: null, outcome: query};
  const answered = await ask("target", [{role: "user", content: query.text}]);
  if (answered === null) return {query: query.text, outcome: {reason: "response-failed"}};
  const response = gateResponse(answered);
  if ("reason" in response) return {query: query.text, outcome: response};
  const judged = await ask("judge", judgePrompt(rubric, query.text, response.text));
  return {query: query.text, outcome: scoreOf(judged)};
}

function scoreOf(judged: RecordedCall["reply"]): Outcome {
  if (judged === null) return {reason: "judge-failed"};
  if (judged.stop.unified === "refusal") return {reason: "judge-refused"};
  const parsed = safeParseJudgement(judged.text);
  if (parsed.success) return {score: parsed.value.score};
  if (judged.stop.unified === "length") return {reason: "judge-truncated"};
  if (isRefusal(judged.text)) return {reason: "judge-refused"};
  return {reason: parsed.problem === "out-of-range" ? "judge-out-of-range" : "judge-unparsable"};
}

function toRequest(role: RoleSettings, messages: Message[], seed: number, stop?: string[]): ModelRequest {
  return {
    messages,
    ...(role.system !== null && {system: role.system}),
    temperature: role.temperature,
    ...(role.topP !== null && {topP: role.topP}),
    maxTokens: role.maxTokens,
    ...(stop && {stop}),
    ...(role.thinking > 0 && {thinking: role.thinking}),
    seed
  };
}

function describe(
  {attributes, weighted, sourceRow, iteration, slot, arm}: CandidatePlan,
  query: string | null,
  outcome: Outcome,
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
    inputTokens: total(records.map(({usage}) => usage?.inputTokens ?? null)),
    outputTokens: total(records.map(({usage}) => usage?.outputTokens ?? null)),
    cost: total(records.map(({cost}) => cost)),
    latencyInMs: total(records.map(({latency}) => latency)),
    texts: calls.map(({ordinal}) => ordinal)
  };
}

/** Sum of what is known; null when any part is not. */
function total(parts: (number | null)[]): number | null {
  let sum = 0;
  for (const part of parts) {
    if (part === null) return null;
    sum += part;
  }
  return sum;
}
