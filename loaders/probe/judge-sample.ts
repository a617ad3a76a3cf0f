import {askMany} from "../store/ask-many.js";
import type {RecordedCall} from "../store/recorded-call.js";
import {askUseful, combine, scoreOf, toRequest, type ScoreResult} from "../surf/exchange.js";
import {judgePrompt} from "../surf/prompts.js";
import type {RoleSettings} from "../step/role.js";
import {seedOf} from "../util/random.js";
import type {Rubric} from "../util/rubric.js";
import {rubricOf} from "./measures/all.js";
import {nameOfRubric} from "./measures/rubric.js";
import type {Measurement, ProbeContext, ProbePrompt} from "./probe-run.js";
import type {ProbeSettings} from "./settings.js";

/** What a judge reads, and the seed of the sample. */
export interface JudgedExchange {
  rubric: Rubric;
  query: string;
  response: string;
  seed: number;
}

/** What the judges say of an exchange by its rubric. */
export interface Judged {
  rubric: Rubric;
  outcome: ScoreResult;
  measurements: Measurement[]; // of all judges together, then of each where there are several
  calls: RecordedCall[];
}

/** The rubrics that a prompt's answers are judged by: those of the probe's measures, else the prompt's own. */
export const rubricsFor = ({measures}: ProbeSettings, {rubric}: ProbePrompt): Rubric[] =>
  measures.length === 0 && rubric !== null ? [rubric] : measures.flatMap((measure) => rubricOf(measure) ?? []);

/** Asks all judges of the probe. */
export async function judge(
  exchange: JudgedExchange,
  {step}: ProbeSettings,
  {roles, recorder}: ProbeContext
): Promise<Judged> {
  const purpose = {step, role: "judge"};
  const asked = await Promise.all(
    roles.judges.map((role) => askUseful(recorder, role.model, judgeRequest(role, exchange), purpose, scoreOf))
  );
  const outcomes = asked.map(({result}): ScoreResult => result);
  const outcome = combine(outcomes);
  const toMeasurement = (said: ScoreResult, name: string | null): Measurement => ({
    measure: nameOfRubric(exchange.rubric),
    judge: name,
    value: "score" in said ? said.score : null,
    label: null
  });
  const together = toMeasurement(outcome, null);
  const each = outcomes.map((one, i) => toMeasurement(one, roles.judges[i]!.model.name));
  return {
    rubric: exchange.rubric,
    outcome,
    measurements: outcomes.length > 1 ? [together, ...each] : [together],
    calls: asked.map(({call}) => call)
  };
}

const judgeRequest = (role: RoleSettings, {rubric, query, response, seed}: JudgedExchange) =>
  toRequest(role, judgePrompt(rubric, query, response), seedOf(seed, "judge", rubric.name));

/** Asks judges in batches where their provider has them; then their answers are in the journal. */
export async function judgeInBatches(
  exchanges: readonly JudgedExchange[],
  {step}: ProbeSettings,
  {roles, recorder, batches, signal}: ProbeContext
): Promise<void> {
  for (const role of roles.judges.filter(hasBatches)) {
    const requests = exchanges.map((exchange) => judgeRequest(role, exchange));
    await askMany(recorder, role.model, requests, {step, role: "judge"}, {log: batches, ...(signal && {signal})});
  }
}

export const hasBatches = ({model}: RoleSettings): boolean => model.batch !== undefined;
