import type {Arm} from "../../src/shared/schema.js";
import {excerpt} from "../../src/shared/excerpt.js";
import type {Message} from "../model/model.js";
import type {RecordedCall} from "../store/recorded-call.js";
import type {Recorder} from "../store/recorder.js";
import type {Candidate, Draw, Judgement} from "./candidate.js";
import {
  askUseful,
  combine,
  failed,
  scoreOf,
  seenByJudge,
  toRequest,
  total,
  type Failure,
  type Outcome,
  type Reply
} from "./exchange.js";
import {gateQuery} from "./gate.js";
import {judgePrompt, queryPrompt, queryStop} from "./prompts.js";
import type {RoleSettings} from "../step/role.js";
import type {RoleName, SearchRoles} from "./settings.js";
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

/** Takes one candidate from its attributes to a score, query -> target -> judge, or to the reason why it has none. */
export async function askCandidate(plan: CandidatePlan, context: CandidateContext): Promise<Candidate<CallHandle>> {
  const {rubric, roles, recorder, watcher} = context;
  const calls: RecordedCall[] = [];
  const ask: Ask = async (place, role, settings, messages, read, stop) => {
    const request = toRequest(settings, messages, plan.seedFor(role), stop);
    watcher?.asking?.(role);
    const sent = await askUseful(recorder, settings.model, request, {step: "surf", role}, read);
    watcher?.answered?.(role);
    calls[place] = sent.call;
    return sent.result;
  };
  return describe(plan, await follow(plan, rubric, roles, ask), calls);
}

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
  const readResponse = (reply: Reply) => seenByJudge(reply, roles.target);
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

const toJudgements = ({judges}: SearchRoles, outcomes: readonly Outcome[]): Judgement[] =>
  outcomes.map((outcome, i) => ({
    judge: judges[i]!.model.name,
    score: "score" in outcome ? outcome.score : null,
    reason: "reason" in outcome ? outcome.reason : null
  }));

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
