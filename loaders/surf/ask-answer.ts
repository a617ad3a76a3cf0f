import {decide, outcomeOf, type Ruling} from "../measure/rules/ruling.js";
import type {Message} from "../model/model.js";
import {messagesIn, roleIn, type SpelledContext} from "../step/contexts/context.js";
import type {ExchangeRole, RoleSettings} from "../step/role.js";
import {needsJudge, type Rubric} from "../util/rubric.js";
import {readAnswer, type Answer} from "./answer.js";
import type {JudgeScore} from "./candidate.js";
import type {checkRole} from "./check/settings.js";
import type {contrastRole} from "./contrast.js";
import {combine, scoreOf, type MaybeReply, type ScoreResult, type Unscored} from "./exchange.js";
import {judgePrompt} from "./prompts.js";

/** Who is asked in a search. */
export type SearchRole = ExchangeRole | typeof contrastRole | typeof checkRole;

/** Asks a role; asks again if the answer can't be used and the study retries such answers. */
export type AskRole = <T extends object>(
  place: number, // among the calls of its candidate
  role: SearchRole,
  settings: RoleSettings,
  messages: Message[],
  read: (reply: MaybeReply) => T | Unscored,
  stop?: string[]
) => Promise<T | Unscored>;

/** What an answer is asked of and scored by. */
export interface AnswerContext {
  rubric: Rubric;
  judges: readonly RoleSettings[];
  before?: SpelledContext | null; // what the query is asked after; absent: nothing
  seed: number; // of the draw of exchanges that are judged although the rule did not fire
}

/** How an answer was scored. */
export interface ScoredAnswer {
  outcome: ScoreResult;
  judgements?: JudgeScore[];
  ruling?: Ruling | null; // of the rubric's rule
  response?: Answer; // absent: there is none to score
  cut?: true; // it was cut off by its token limit, and judged as it is
}

const noContext = {system: null, shots: []};

/** Asks a model a query and has its answer scored, by the rule of the rubric or by judges. */
export async function askAnswer(
  query: string,
  [role, model]: readonly [role: "target" | typeof contrastRole, model: RoleSettings],
  {rubric, judges, before, seed}: AnswerContext,
  ask: AskRole
): Promise<ScoredAnswer> {
  const {system, shots} = before ?? noContext;
  const read = (reply: MaybeReply) => readAnswer(reply, model, {judged: needsJudge(rubric)});
  const response = await ask(1, role, roleIn({system}, model), messagesIn({shots}, query), read);
  if ("reason" in response) return {outcome: response};
  const cut = response.cut ? {cut: true as const} : {};
  return {...(await scoreAnswer(query, response, {rubric, judges, seed}, ask)), response, ...cut};
}

/** Scores an answer by the rule of a rubric or by judges. */
export async function scoreAnswer(
  query: string,
  response: Answer,
  {rubric, judges, seed}: Omit<AnswerContext, "before">,
  ask: AskRole
): Promise<Pick<ScoredAnswer, "outcome" | "judgements" | "ruling">> {
  const ruling = await decide(rubric, {query, response: response.answer}, seed);
  if (ruling !== null && !ruling.judged) return {outcome: outcomeOf(ruling), ruling};
  const prompt = judgePrompt(rubric, query, response.text);
  const outcomes = await Promise.all(judges.map((judge, i) => ask(2 + i, "judge", judge, prompt, scoreOf)));
  return {
    outcome: ruling?.settles ? outcomeOf(ruling) : combine(outcomes),
    ...((outcomes.length > 1 || ruling?.settles) && {judgements: toJudgements(judges, outcomes)}),
    ruling
  };
}

const toJudgements = (judges: readonly RoleSettings[], outcomes: readonly ScoreResult[]): JudgeScore[] =>
  outcomes.map((outcome, i) => ({
    judge: judges[i]!.model.name,
    score: "score" in outcome ? outcome.score : null,
    reason: "reason" in outcome ? outcome.reason : null
  }));
