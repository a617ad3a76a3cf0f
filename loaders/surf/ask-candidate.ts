import type {Arm, UnscoredReason} from "../../src/lib/schema.js";
import {excerpt} from "../../src/lib/text.js";
import type {Message, ModelReply, ModelRequest} from "../model/model.js";
import type {RecordedCall, Recorder} from "../store/recorder.js";
import type {Candidate, Draw, Judgement} from "./candidate.js";
import {gateQuery, gateResponse, isRefusal, type Gated} from "./gate.js";
import {safeParseJudgement} from "./parse-judgement.js";
import {judgePrompt, queryPrompt, queryStop} from "./prompts.js";
import type {RoleName, RoleSettings, SearchRoles} from "./settings.js";
import type {Rubric} from "../util/rubric.js";

/** Ordinals of the candidate's calls in the journal, in the order asked: query, target, judge. */
export type CallHandle = number[];

/** What the search tells those who watch it. */
export interface Watcher {
  asking?(role: RoleName): void;
  answered?(role: RoleName): void;
}

export interface CandidatePlan extends Draw {
  iteration: number;
  slot: number;
  arm: Arm;
  seedFor: (role: RoleName) => number;
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
  const {rubric, roles, recorder, watcher} = context;
  const calls: RecordedCall[] = [];
  const ask: Ask = async (place, role, settings, messages, read, stop) => {
    const request = toRequest(settings, messages, plan.seedFor(role), stop);
    const send = async (again: boolean) => {
      watcher?.asking?.(role);
      const call = await recorder.ask(settings.model, request, {step: "surf", role, again});
      watcher?.answered?.(role);
      return {call, result: read(call.reply)};
    };
    let sent = await send(false);
    if ("reason" in sent.result && recorder.mayRetry(sent.call)) sent = await send(true);
    calls[place] = sent.call;
    return sent.result;
  };
  return describe(plan, await follow(plan, rubric, roles, ask), calls);
}

type Reply = RecordedCall["reply"];
type Failure = {reason: UnscoredReason};

/** Asks a role, and once more where its answer is of no use and the study is told to retry such. */
type Ask = <T extends object>(
  place: number, // among the candidate's calls
  role: RoleName,
  settings: RoleSettings,
  messages: Message[],
  read: (reply: Reply) => T | Failure,
  stop?: string[]
) => Promise<T | Failure>;

/** How far a candidate came. */
interface Followed {
  query: string | null;
  outcome: Outcome;
  judgements?: Judgement[];
}

async function follow({attributes}: Draw, rubric: Rubric, roles: SearchRoles, ask: Ask): Promise<Followed> {
  const readQuery = (reply: Reply) => (reply === null ? failed("query") : gateQuery(reply, attributes));
  const query = await ask(0, "query", roles.query, queryPrompt(attributes, rubric.topic), readQuery, [queryStop]);
  if ("reason" in query) return {query: null, outcome: query};
  const readResponse = (reply: Reply) => (reply === null ? failed("response") : seenByJudge(reply, roles.target));
  const response = await ask(1, "target", roles.target, [{role: "user", content: query.text}], readResponse);
  if ("reason" in response) return {query: query.text, outcome: response};
  const prompt = judgePrompt(rubric, query.text, response.text);
  const outcomes = await Promise.all(roles.judges.map((judge, i) => ask(2 + i, "judge", judge, prompt, scoreOf)));
  return {
    query: query.text,
    outcome: combine(outcomes),
    ...(outcomes.length > 1 && {judgements: toJudgements(roles, outcomes)})
  };
}

/** What a user would see of an answer; its thinking before it, where the study asks for that. */
function seenByJudge(reply: ModelReply, {showThinking}: RoleSettings): Gated {
  const gated = gateResponse(reply);
  if ("reason" in gated || !showThinking || reply.thinking === "") return gated;
  return {text: `[thinking of the model]\n${reply.thinking}\n[its answer]\n${gated.text}`};
}

/** The mean of all judges' scores; without a score where one of them gave none. */
function combine(outcomes: readonly Outcome[]): Outcome {
  const scores = outcomes.flatMap((outcome) => ("score" in outcome ? outcome.score : []));
  if (scores.length === outcomes.length) return {score: scores.reduce((sum, score) => sum + score, 0) / scores.length};
  return outcomes.find((outcome): outcome is Failure => "reason" in outcome)!;
}

const toJudgements = ({judges}: SearchRoles, outcomes: readonly Outcome[]): Judgement[] =>
  outcomes.map((outcome, i) => ({
    judge: judges[i]!.model.name,
    score: "score" in outcome ? outcome.score : null,
    reason: "reason" in outcome ? outcome.reason : null
  }));

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
  {query, outcome, judgements}: Followed,
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
    ...(judgements && {judgements}),
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
