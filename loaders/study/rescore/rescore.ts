import {join} from "node:path";
import type {Mark} from "../../../src/shared/marks.js";
import {changeOf, type Rescore, type RescoredRow} from "../../../src/shared/rescore.js";
import {openLab} from "../../lab/lab.js";
import type {Activity} from "../../model/activity.js";
import {Dispatcher} from "../../model/dispatcher.js";
import {isPause} from "../../model/pause.js";
import {readPrices, type Prices} from "../../model/prices.js";
import {forEachAtOnce} from "../../probe/pool.js";
import {score, type Judged} from "../../probe/judge-sample.js";
import {isFreeModel, isLabModel, type RoleSettings} from "../../step/role.js";
import {InFlight} from "../../store/in-flight.js";
import {Journal} from "../../store/journal.js";
import {lockFolder} from "../../store/lock.js";
import {openBudget} from "../../store/open-budget.js";
import {Recorder} from "../../store/recorder.js";
import {safeParseJudgement} from "../../surf/parse-judgement.js";
import {worldFile} from "../../util/paths.js";
import {seedOf} from "../../util/random.js";
import {needsJudge} from "../../util/rubric.js";
import {UserError} from "../../util/user-error.js";
import {makeRole} from "../run/prepare.js";
import {readTexts, type AnswerTexts, type StudyAnswer} from "./answers.js";
import {folderOf, planRescore, type RescorePlan, type RescoreSpec} from "./plan.js";
import {rescoresFolder, writeRescore} from "./rescores-file.js";

export interface RescoreOptions {
  marks?: readonly Mark[]; // of people: what they marked is scored again too
  budgetInUsd?: number | null; // of all rescores of the study together; null: none
  signal?: AbortSignal; // stops it: what was answered is kept, and a later run goes on from there
  log?: (line: string) => void;
  onActivity?: (activity: () => Activity) => void;
  onScored?: (answers: number) => void; // so far
}

const width = 256; // answers under way
const writeEveryInMs = 1000;
const writeShare = 20; // at most one part in this many of the time goes to writing

/**
 * Scores a study's answers again, by another rubric, judge or rule. The target is not asked. Calls are in a journal of
 * their own: those on record are not made again. Resolves to what changed, which is written as it comes in; with the
 * state `stopped` when the signal was aborted or the budget is used up.
 */
export async function rescore(spec: RescoreSpec, options: RescoreOptions = {}): Promise<Rescore> {
  const plan = await planRescore(spec, options.marks);
  const prices = readPrices();
  checkPrices(plan, options.budgetInUsd ?? null, prices);
  const judges = await makeJudges(plan);
  const folder = rescoresFolder(plan.study);
  const release = await lockFolder(folder, `rescores of ${plan.study}`);
  const journal = Journal.open(join(folder, "journal.jsonl"));
  let inFlight: InFlight | undefined;
  try {
    inFlight = await InFlight.open(join(folder, "in-flight.jsonl"), journal);
    const {signal, log} = options;
    const recorder = new Recorder(journal, {
      dispatcher: new Dispatcher({signal, log, max: plan.own?.concurrency}),
      priceOf: ({name}) => prices.find(name),
      budget: openBudget(options.budgetInUsd ?? null, journal),
      inFlight
    });
    options.onActivity?.(recorder.activity);
    return await scoreAll(plan, judges, recorder, options);
  } finally {
    await inFlight?.close();
    journal.close();
    await release();
  }
}

/** Throws a UserError if there is a budget and the price of a judge is unknown. */
function checkPrices({judges}: RescorePlan, budgetInUsd: number | null, prices: Prices): void {
  if (budgetInUsd === null) return;
  const unpriced = judges.find(({model}) => !isFreeModel(model) && prices.find(model) === null);
  if (unpriced !== undefined)
    throw new UserError(
      `no price is known for ${unpriced.model}, so the budget can't be enforced: add it to ${prices.file}`
    );
}

async function makeJudges(plan: RescorePlan): Promise<RoleSettings[]> {
  const {own, judges} = plan;
  const world = own?.world ?? worldFile("chunky");
  const lab = judges.some(({model}) => isLabModel(model)) ? await openLab(world) : null;
  const errorAt =
    own?.errorAt ?? ((_: readonly PropertyKey[], message: string) => new UserError(message, {key: "--judge"}));
  const made = judges.map((spec) =>
    makeRole({file: own?.file ?? join(folderOf(plan), "x"), errorAt}, lab, spec, ["models", "judge"])
  );
  for (const {model} of made) await model.open?.();
  return made;
}

async function scoreAll(
  plan: RescorePlan,
  judges: RoleSettings[],
  recorder: Recorder,
  {signal, onScored}: RescoreOptions
): Promise<Rescore> {
  const rows: RescoredRow[] = [];
  let nextWrite = 0;
  const result = (state: Rescore["state"], error: string | null = null): Rescore =>
    toRescore(plan, rows, recorder, {state, error});
  const one = async ([answer, texts]: [StudyAnswer, AnswerTexts], stratum: number | null): Promise<void> => {
    rows.push(await scoreOne(plan, judges, recorder, {answer, texts, stratum}));
    onScored?.(rows.length);
    const start = performance.now();
    if (start < nextWrite) return;
    writeRescore(result("running"));
    const end = performance.now();
    nextWrite = end + Math.max(writeEveryInMs, writeShare * (end - start));
  };
  try {
    for await (const part of inParts(plan)) {
      signal?.throwIfAborted();
      await forEachAtOnce(part, width, async ({exchange, stratum}) => one(exchange, stratum));
    }
  } catch (error) {
    if (!signal?.aborted && !isPause(error)) {
      writeRescore(result("stopped", (error as Error).message));
      throw error;
    }
    const stopped = result("stopped", signal?.aborted ? null : (error as Error).message);
    writeRescore(stopped);
    return stopped;
  }
  const done = result("finished");
  writeRescore(done);
  return done;
}

const partSize = 2000; // answers whose texts are in memory at a time

async function* inParts(plan: RescorePlan) {
  const {study, source, chosen, own} = plan;
  const stratumOf = new Map(chosen.map(({answer, stratum}) => [answer.id, stratum]));
  const showsThinking = (model: string): boolean =>
    own?.targets.find((target) => target.model === model)?.showThinking ?? false;
  let part: {exchange: [StudyAnswer, AnswerTexts]; stratum: number | null}[] = [];
  for await (const exchange of readTexts(
    study,
    source,
    chosen.map(({answer}) => answer),
    showsThinking
  )) {
    part.push({exchange, stratum: stratumOf.get(exchange[0].id) ?? null});
    if (part.length < partSize) continue;
    yield part;
    part = [];
  }
  yield part;
}

interface Exchange {
  answer: StudyAnswer;
  texts: AnswerTexts;
  stratum: number | null;
}

async function scoreOne(
  plan: RescorePlan,
  judges: RoleSettings[],
  recorder: Recorder,
  {answer, texts, stratum}: Exchange
): Promise<RescoredRow> {
  const {rubric, study, source} = plan;
  const {query, response, answer: seen} = texts;
  const {id, key, model, score: before, expected} = answer;
  const seed = seedOf("rescore", study, source, key);
  const judged = await score(
    {rubric, query, response, answer: seen, expected, seed},
    {step: "rescore"},
    {roles: {judges}, recorder}
  );
  const {outcome} = judged;
  const row = {
    ...{id, key, model, stratum, before},
    after: "score" in outcome ? outcome.score : null,
    reason: "reason" in outcome ? outcome.reason : null
  };
  const isShown = plan.chosen.length <= mostTexts || isChanged(row, plan);
  return {...row, texts: isShown ? cutAll({query, response, before: texts.reasoning, after: reasonOf(judged)}) : null};
}

const isChanged = (row: Pick<RescoredRow, "before" | "after">, {before, rubric}: RescorePlan): boolean =>
  changeOf(row, {before, after: {...before, threshold: rubric.threshold, file: null}}).startsWith("flag ");

/** What the rule found and what the judges said, in words. */
function reasonOf({ruled, calls}: Judged): string {
  const said = calls.map(({reply, record}) => {
    if (reply === null) return record.error ?? "no answer";
    const parsed = safeParseJudgement(reply.text);
    return parsed.success ? parsed.value.reasoning : reply.text;
  });
  return [...ruled.map(({reason}) => reason), ...said].filter((text) => text !== "").join("\n\n");
}

const mostTexts = 1000; // rows whose texts are kept
const textLength = 4000; // characters of each

function toRescore(
  {name, study, source, before, rubric, file, judges, seed, whole, population, strata, chosen}: RescorePlan,
  rows: readonly RescoredRow[],
  recorder: Recorder,
  {state, error}: Pick<Rescore, "state" | "error">
): Rescore {
  const scorers = needsJudge(rubric) ? judges.map(({model}) => model) : ["rule"];
  const after = {rubric: rubric.name, threshold: rubric.threshold, hash: rubric.hash, scorers, file};
  return {
    ...{version: 1, name, study, source, before, after, state, error, at: new Date().toISOString()},
    ...{seed, whole, population, strata, planned: chosen.length},
    rows: inOrder(rows),
    calls: recorder.asked,
    cost: recorder.spend.cost
  };
}

/** The rows in order, the texts of the first ones alone. */
function inOrder(rows: readonly RescoredRow[]): RescoredRow[] {
  let kept = 0;
  return rows
    .toSorted((a, b) => a.id - b.id)
    .map((row) => (row.texts === null || kept++ < mostTexts ? row : {...row, texts: null}));
}

const cut = (text: string): string => (text.length <= textLength ? text : `${text.slice(0, textLength)}\u2026`);

const cutAll = ({query, response, before, after}: NonNullable<RescoredRow["texts"]>): RescoredRow["texts"] => ({
  query: cut(query),
  response: cut(response),
  before: cut(before),
  after: cut(after)
});
