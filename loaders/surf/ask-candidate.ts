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

type Score = {score: number};
type Outcome = Score | Failure;

/** Takes one candidate from its attributes to a score, query -> target -> judge, or to the reason why it has none. */
export async function askCandidate(plan: CandidatePlan, context: CandidateContext): Promise<Candidate<CallHandle>> {
  const calls: RecordedCall[] = [];
  const ask: Ask = async (role, messages, read, stop) => {
    const request = toRequest(context.roles[role], messages, plan.seedFor(role), stop);
    const send = async (again: boolean) => {
      context.watcher?.asking?.(role);
      const call = await context.recorder.ask(context.roles[role].model, request, {step: "surf", role, again});
      context.watcher?.answered?.(role);
      return {call, result: read(call.reply)};
    };
    let sent = await send(false);
    if ("reason" in sent.result && context.recorder.mayRetry(sent.call)) sent = await send(true);
    calls.push(sent.call);
    return sent.result;
  };
  const {query, outcome} = await follow(plan, context.rubric, ask);
  return describe(plan, query, outcome, calls);
}

type Reply = RecordedCall["reply"];
type Failure = {reason: UnscoredReason};

/** Asks a role, and once more where its answer is of no use and the study is told to retry such. */
type Ask = <T extends object>(
  role: keyof SearchRoles,
  messages: Message[],
  read: (reply: Reply) => T | Failure,
  stop?: string[]
) => Promise<T | Failure>;

async function follow({attributes}: Draw, rubric: Rubric, ask: Ask): Promise<{query: string | null; outcome: Outcome}> {
  const readQuery = (reply: Reply) => (reply === null ? failed("query") : gateQuery(reply, attributes));
  const query = await ask("query", queryPrompt(attributes, rubric.topic), readQuery, [queryStop]);
  if ("reason" in query) return {query: null, outcome: query};
  const readResponse = (reply: Reply) => (reply === null ? failed("response") : gateResponse(reply));
  const response = await ask("target", [{role: "user", content: query.text}], readResponse);
  if ("reason" in response) return {query: query.text, outcome: response};
  return {query: query.text, outcome: await ask("judge", judgePrompt(rubric, query.text, response.text), scoreOf)};
}

const failed = (whose: "query" | "response" | "judge"): Failure => ({reason: `${whose}-failed`});

const closedScore = /<\s*\/\s*score\s*>/i; // "<score>8" of a cut answer may have been going to be 86

function scoreOf(judged: Reply): Outcome {
  if (judged === null) return failed("judge");
  if (judged.stop.unified === "refusal") return {reason: "judge-refused"};
  if (judged.stop.unified === "length" && !closedScore.test(judged.text)) return {reason: "judge-truncated"};
  const parsed = safeParseJudgement(judged.text);
  if (parsed.success) return {score: parsed.value.score};
  if (isRefusal(judged.text)) return {reason: "judge-refused"};
  return {reason: parsed.problem === "out-of-range" ? "judge-out-of-range" : "judge-unparsable"};
}

function toRequest(role: RoleSettings, messages: Message[], seed: number, own: string[] = []): ModelRequest {
  const stop = [...own, ...role.stop];
  return {
    messages,
    ...(role.system !== null && {system: role.system}),
    temperature: role.temperature,
    ...(role.topP !== null && {topP: role.topP}),
    maxTokens: role.maxTokens,
    ...(stop.length > 0 && {stop}),
    ...(role.thinking > 0 && {thinking: role.thinking}),
    ...(role.effort !== null && {effort: role.effort}),
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
    ...(records.some(({late}) => late) && {late: true as const}),
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
