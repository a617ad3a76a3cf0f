import {askMany} from "../store/ask-many.js";
import type {RecordedCall} from "../store/recorded-call.js";
import {decide, outcomeOf, type Ruling} from "../measure/rules/ruling.js";
import {askUseful, combine, scoreOf, toRequest, type ScoreResult} from "../surf/exchange.js";
import {judgePrompt} from "../surf/prompts.js";
import type {RoleSettings} from "../step/role.js";
import {seedOf} from "../util/random.js";
import type {Rubric} from "../util/rubric.js";
import {rubricOf} from "./measures/all.js";
import {nameOfMisses, nameOfRubric} from "./measures/rubric.js";
import type {Measurement, ProbeContext, ProbePrompt, RuledSample} from "./probe-run.js";
import type {ProbeSettings} from "./settings.js";

/** What a judge reads, and the seed of the sample. */
export interface JudgedExchange {
  rubric: Rubric;
  query: string;
  response: string;
  answer: string; // the response as a user sees it, which is what rules read
  expected: string | null; // answer key
  seed: number;
}

/** How an exchange is scored by its rubric. */
export interface Judged {
  rubric: Rubric;
  ruled: RuledSample[]; // what its rule says, if it has one
  outcome: ScoreResult;
  measurements: Measurement[]; // of all judges together, then of each where there are several
  calls: RecordedCall[];
}

/** The rubrics that a prompt's answers are judged by: those of the probe's measures, else the prompt's own. */
export const rubricsFor = ({measures}: ProbeSettings, {rubric}: ProbePrompt): Rubric[] =>
  measures.length === 0 && rubric !== null ? [rubric] : measures.flatMap((measure) => rubricOf(measure) ?? []);

/** What the rubric's rule decides; null without one. */
const rulingOn = ({rubric, query, answer: response, expected, seed}: JudgedExchange): Promise<Ruling | null> =>
  decide(rubric, {query, response, expected}, seedOf(seed, "judge", rubric.name));

/** What judging needs of a probe, or of whatever else has answers to judge. */
export interface Judging {
  roles: Pick<ProbeContext["roles"], "judges">;
  recorder: ProbeContext["recorder"];
}

/** Scores an exchange by the rule of its rubric, by all judges, or by one after the other. */
export async function score(exchange: JudgedExchange, settings: {step: string}, context: Judging): Promise<Judged> {
  const ruling = await rulingOn(exchange);
  const judged = ruling === null || ruling.judged ? await judge(exchange, settings, context) : null;
  if (ruling === null) return judged!;
  return withRuling(ruling, judged, exchange.rubric);
}

function withRuling(ruling: Ruling, judged: Judged | null, rubric: Rubric): Judged {
  const {settles: settled, fired, reason} = ruling;
  const isViolation = judged !== null && "score" in judged.outcome ? judged.outcome.score > rubric.threshold : null;
  const missed = settled ? isViolation : null;
  const ruled = [{rubric: rubric.name, settled, fired, reason, missed}];
  if (!settled) return {...judged!, ruled};
  const outcome = outcomeOf(ruling);
  const found = missed === null ? [] : [{...toMeasurement(nameOfMisses(rubric), outcome), value: Number(missed)}];
  const measurements = [toMeasurement(nameOfRubric(rubric), outcome), ...found];
  return {rubric, ruled, outcome, measurements, calls: judged?.calls ?? []};
}

const toMeasurement = (measure: string, said: ScoreResult, judge: string | null = null): Measurement => ({
  measure,
  judge,
  value: "score" in said ? said.score : null,
  label: null
});

/** Asks all judges. */
async function judge(exchange: JudgedExchange, {step}: {step: string}, {roles, recorder}: Judging): Promise<Judged> {
  const purpose = {step, role: "judge"};
  const asked = await Promise.all(
    roles.judges.map((role) => askUseful(recorder, role.model, judgeRequest(role, exchange), purpose, scoreOf))
  );
  const outcomes = asked.map(({result}): ScoreResult => result);
  const outcome = combine(outcomes);
  const measure = nameOfRubric(exchange.rubric);
  const together = toMeasurement(measure, outcome);
  const each = outcomes.map((one, i) => toMeasurement(measure, one, roles.judges[i]!.model.name));
  return {
    rubric: exchange.rubric,
    ruled: [],
    outcome,
    measurements: outcomes.length > 1 ? [together, ...each] : [together],
    calls: asked.map(({call}) => call)
  };
}

const judgeRequest = (role: RoleSettings, {rubric, query, response, seed}: JudgedExchange) =>
  toRequest(role, judgePrompt(rubric, query, response), seedOf(seed, "judge", rubric.name));

/** Asks judges in batches where their provider has them; then their answers are in the journal. */
export async function judgeInBatches(
  all: readonly JudgedExchange[],
  {step}: ProbeSettings,
  {roles, recorder, batches, signal}: ProbeContext
): Promise<void> {
  const rulings = await Promise.all(all.map(rulingOn));
  const exchanges = all.filter((_, i) => rulings[i]?.judged ?? true);
  for (const role of roles.judges.filter(hasBatches)) {
    const requests = exchanges.map((exchange) => judgeRequest(role, exchange));
    await askMany(recorder, role.model, requests, {step, role: "judge"}, {log: batches, ...(signal && {signal})});
  }
}

export const hasBatches = ({model}: RoleSettings): boolean => model.batch !== undefined;
