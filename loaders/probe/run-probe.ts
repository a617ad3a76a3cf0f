import type {Unscored} from "../step/step-run.js";
import {readAnswer, type Answer} from "../surf/answer.js";
import {askUseful, usedBy, type MaybeReply} from "../surf/exchange.js";
import {needsJudge} from "../util/rubric.js";
import {spellOutContexts} from "../step/contexts/spell-out.js";
import {targetsOf} from "./check.js";
import {hasBatches, judgeInBatches, score, rubricsFor, type JudgedExchange, type Judged} from "./judge-sample.js";
import {makePrompts} from "./make-prompts.js";
import type {Reader} from "../measure/measure.js";
import {createReaders, rubricOf} from "./measures/all.js";
import {nameOfRubric} from "./measures/rubric.js";
import {planSamples, targetRequest, type PlannedSample} from "./plan.js";
import {forEachAtOnce} from "./pool.js";
import type {Measurement, ProbeContext, ProbePrompt, ProbeRun, Sample} from "./probe-run.js";
import type {ProbeSettings} from "./settings.js";

/** Does all of a probe: makes its prompts, then asks, measures and judges every sample. */
export async function runProbe(
  run: ProbeRun,
  context: ProbeContext,
  planned: (samples: number) => void
): Promise<void> {
  run.calls = [];
  const {contexts, name} = run.settings;
  const models = targetsOf(run.settings, context.roles.targets);
  run.contexts = await spellOutContexts(contexts, {what: `probe ${name}`, models, shotsOf: context.shotsOf});
  await makePrompts(run, context);
  const plan = planSamples(run, context);
  run.samples = new Array<Sample | undefined>(plan.length).fill(undefined);
  planned(plan.length);
  const readers = await createReaders(run.settings.measures);
  if (run.settings.batch && context.roles.judges.some(hasBatches))
    await judgeInBatches(await exchangesOf(run, plan, context), run.settings, context);
  await forEachAtOnce(plan, context.width, async (each, i) => {
    const sample = await takeSample(run, each, readers, context);
    run.samples[i] = sample;
    if (sample.reason === null) context.watcher.done(true);
    else context.watcher.done(false, whyUnscored(sample, run));
    await context.afterPart();
  });
}

const whyUnscored = ({reason, judges, target}: Sample, {judging}: ProbeRun): Unscored => ({
  reason: reason!,
  call: judges.at(-1) ?? target,
  further: judges.length === 0 ? judging : 0
});

async function askTarget(run: ProbeRun, planned: PlannedSample, {recorder}: ProbeContext) {
  const {target} = planned;
  const {seed, request} = targetRequest(run, planned);
  const judged = rubricsFor(run.settings, run.prompts[planned.prompt]!).some(needsJudge);
  const read = (reply: MaybeReply) => readAnswer(reply, target, {judged});
  const purpose = {step: run.settings.step, role: "target"};
  return {seed, ...(await askUseful(recorder, target.model, request, purpose, read))};
}

/** Asks the targets for all samples, and returns what the judges will read. */
async function exchangesOf(
  run: ProbeRun,
  plan: readonly PlannedSample[],
  context: ProbeContext
): Promise<JudgedExchange[]> {
  const exchanges: JudgedExchange[] = [];
  await forEachAtOnce(plan, context.width, async (planned) => {
    const {seed, result} = await askTarget(run, planned, context);
    if ("reason" in result) return;
    const prompt = run.prompts[planned.prompt]!;
    exchanges.push(...exchangesWith(run, prompt, result, seed));
  });
  return exchanges;
}

const exchangesWith = (
  {settings}: ProbeRun,
  prompt: ProbePrompt,
  {text: response, answer}: Answer,
  seed: number
): JudgedExchange[] =>
  rubricsFor(settings, prompt).map((rubric) => {
    const {query, expected} = prompt;
    return {rubric, query, expected, response, answer, seed};
  });

async function takeSample(
  run: ProbeRun,
  planned: PlannedSample,
  readers: ReadonlyMap<string, Reader>,
  context: ProbeContext
): Promise<Sample> {
  const {settings} = run;
  const prompt = run.prompts[planned.prompt]!;
  const {seed, call, result} = await askTarget(run, planned, context);
  const base = {
    prompt: planned.prompt,
    model: planned.target.model.name,
    context: planned.context.name,
    sample: planned.sample,
    target: call.ordinal
  };
  if ("reason" in result) return {...base, ...unanswered(settings, prompt, result.reason), ...usedBy([call])};
  run.judging++;
  const judged = await Promise.all(
    exchangesWith(run, prompt, result, seed).map((exchange) => score(exchange, settings, context))
  ).finally(() => run.judging--);
  const answer = call.reply!.text;
  const read = [...readers].map(([measure, reader]) => ({measure, judge: null, ...reader(answer, prompt.expected)}));
  const judgeCalls = judged.flatMap(({calls}) => calls);
  return {
    ...base,
    ...scoreOfFirst(judged),
    ruled: judged.flatMap(({ruled}) => ruled),
    ...(result.cut && {truncated: true as const}),
    measurements: [...judged.flatMap(({measurements}) => measurements), ...read],
    judges: judgeCalls.map(({ordinal}) => ordinal),
    ...usedBy([call, ...judgeCalls])
  };
}

/** A sample without a usable answer: every measure is there, without a value. */
function unanswered(settings: ProbeSettings, prompt: ProbePrompt, reason: NonNullable<Sample["reason"]>) {
  const rubrics = rubricsFor(settings, prompt);
  const read = settings.measures.filter((measure) => rubricOf(measure) === null);
  const names = [...rubrics.map(nameOfRubric), ...read.map(({name}) => name)];
  const measurements = names.map((measure): Measurement => ({measure, judge: null, value: null, label: null}));
  return {reason, rubric: rubrics[0] ?? null, score: null, measurements, judges: [], ruled: []};
}

/** What a sample's row says of the first rubric that it was judged by. */
function scoreOfFirst([first]: readonly Judged[]): Pick<Sample, "reason" | "rubric" | "score"> {
  if (first === undefined) return {reason: null, rubric: null, score: null};
  const {rubric, outcome} = first;
  return "score" in outcome ? {reason: null, rubric, score: outcome.score} : {...outcome, rubric, score: null};
}
