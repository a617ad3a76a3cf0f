import type {Message} from "../model/model.js";
import {askMany} from "../store/ask-many.js";
import type {RecordedCall} from "../store/recorder.js";
import {
  askUseful,
  combine,
  scoreOf,
  seenByJudge,
  toRequest,
  total,
  type MaybeReply,
  type ScoreResult
} from "../surf/exchange.js";
import {judgePrompt} from "../surf/prompts.js";
import type {RoleSettings} from "../step/role.js";
import {seedOf} from "../util/random.js";
import type {Rubric} from "../util/rubric.js";
import {spellOutContexts} from "./contexts.js";
import {makePrompts} from "./make-prompts.js";
import {createReaders, type Reader} from "./measure.js";
import {forEachAtOnce} from "./pool.js";
import type {Measurement, ProbeContext, ProbeContextText, ProbePrompt, ProbeRun, Sample} from "./probe-run.js";
import type {ProbeSettings} from "./settings.js";

/** One sample to be asked. */
interface Planned {
  prompt: number;
  context: ProbeContextText;
  target: RoleSettings;
  sample: number;
}

/** Does all of a probe: makes its prompts, then asks, measures and judges every sample. */
export async function runProbe(
  run: ProbeRun,
  context: ProbeContext,
  planned: (samples: number) => void
): Promise<void> {
  run.calls = [];
  run.contexts = await spellOutContexts(run.settings, context);
  await makePrompts(run, context);
  const plan = planSamples(run, context);
  run.samples = new Array<Sample | undefined>(plan.length).fill(undefined);
  planned(plan.length);
  const readers = await createReaders(run.settings.measures);
  if (run.settings.batch) await judgeInBatches(run, plan, context);
  await forEachAtOnce(plan, context.width, async (each, i) => {
    const sample = await takeSample(run, each, readers, context);
    run.samples[i] = sample;
    context.watcher.done(sample.reason === null);
    await context.afterPart();
  });
}

function planSamples({prompts, contexts, settings}: ProbeRun, {roles}: ProbeContext): Planned[] {
  const plan: Planned[] = [];
  prompts.forEach(({rejected, models}, prompt) => {
    if (rejected !== null) return;
    const asked = models ?? settings.models;
    for (const target of roles.targets) {
      if (asked !== null && !asked.includes(target.model.name)) continue;
      for (const context of contexts)
        for (let sample = 1; sample <= settings.samples; sample++) plan.push({prompt, context, target, sample});
    }
  });
  return plan;
}

/** The rubrics that a prompt's answers are judged by: its finding's, or those of the probe. */
function rubricsOf({measures}: ProbeSettings, {rubric}: ProbePrompt): Rubric[] {
  const named = measures.flatMap((measure) => (measure.kind === "rubric" ? measure.rubric : []));
  return measures.length === 0 && rubric !== null ? [rubric] : named;
}

function targetRequest({settings, prompts}: ProbeRun, {prompt, context, target, sample}: Planned) {
  const {query} = prompts[prompt]!;
  const turns = context.shots.flatMap(({query, response}): Message[] => [
    {role: "user", content: query},
    {role: "assistant", content: response}
  ]);
  const {temperature, seed, step, name} = settings;
  const role = {
    ...target,
    ...(temperature !== null && {temperature}),
    ...(context.system !== null && {system: [target.system, context.system].filter(Boolean).join("\n\n")})
  };
  const own = seedOf(seed, step, name, query, context.name, sample);
  return {seed: own, request: toRequest(role, [...turns, {role: "user", content: query}], own)};
}

async function takeSample(
  run: ProbeRun,
  planned: Planned,
  readers: ReadonlyMap<string, Reader>,
  context: ProbeContext
): Promise<Sample> {
  const {settings} = run;
  const {target} = planned;
  const prompt = run.prompts[planned.prompt]!;
  const {seed, request} = targetRequest(run, planned);
  const purpose = {step: settings.step, role: "target"};
  const read = (reply: MaybeReply) => seenByJudge(reply, target);
  const asked = await askUseful(context.recorder, target.model, request, purpose, read);
  const base = {
    prompt: planned.prompt,
    model: target.model.name,
    context: planned.context.name,
    sample: planned.sample,
    target: asked.call.ordinal
  };
  const rubrics = rubricsOf(settings, prompt);
  if ("reason" in asked.result) {
    const measurements = namesOf(settings, rubrics).map((measure) => unmeasured(measure));
    const unscored = {reason: asked.result.reason, rubric: rubrics[0] ?? null, score: null, measurements, judges: []};
    return {...base, ...unscored, ...costsOf([asked.call])};
  }
  const shown = asked.result.text;
  const judged = await Promise.all(
    rubrics.map((rubric) => judge(rubric, prompt.query, shown, seed, settings, context))
  );
  const [first] = judged;
  const answer = asked.call.reply!.text;
  return {
    ...base,
    reason: first !== undefined && "reason" in first.outcome ? first.outcome.reason : null,
    rubric: first?.rubric ?? null,
    score: first !== undefined && "score" in first.outcome ? first.outcome.score : null,
    measurements: [
      ...judged.flatMap(({measurements}) => measurements),
      ...[...readers].map(([measure, reader]) => ({measure, judge: null, ...reader(answer, prompt.expected)}))
    ],
    judges: judged.flatMap(({calls}) => calls.map(({ordinal}) => ordinal)),
    ...costsOf([asked.call, ...judged.flatMap(({calls}) => calls)])
  };
}

const unmeasured = (measure: string): Measurement => ({measure, judge: null, value: null, label: null});

/** The names of all measures of a prompt's samples. */
function namesOf({measures}: ProbeSettings, rubrics: readonly Rubric[]): string[] {
  return [
    ...rubrics.map(({name}) => `rubric:${name}`),
    ...measures.flatMap(({kind, name}) => (kind === "rubric" ? [] : name))
  ];
}

interface Judged {
  rubric: Rubric;
  outcome: ScoreResult;
  measurements: Measurement[];
  calls: RecordedCall[];
}

async function judge(
  rubric: Rubric,
  query: string,
  response: string,
  seed: number,
  settings: ProbeSettings,
  {roles, recorder}: ProbeContext
): Promise<Judged> {
  const purpose = {step: settings.step, role: "judge"};
  const asked = await Promise.all(
    roles.judges.map((role) =>
      askUseful(recorder, role.model, judgeRequest(role, rubric, query, response, seed), purpose, scoreOf)
    )
  );
  const outcomes = asked.map(({result}): ScoreResult => result);
  const outcome = combine(outcomes);
  const measure = `rubric:${rubric.name}`;
  const valueOf = (each: ScoreResult) => ("score" in each ? each.score : null);
  const each = outcomes.map((one, i) => ({
    measure,
    judge: roles.judges[i]!.model.name,
    value: valueOf(one),
    label: null
  }));
  const together = {measure, judge: null, value: valueOf(outcome), label: null};
  return {
    rubric,
    outcome,
    measurements: outcomes.length > 1 ? [together, ...each] : [together],
    calls: asked.map(({call}) => call)
  };
}

const judgeRequest = (role: RoleSettings, rubric: Rubric, query: string, response: string, seed: number) =>
  toRequest(role, judgePrompt(rubric, query, response), seedOf(seed, "judge", rubric.name));

/** Asks judges in batches where their provider has them; what they answered is then on record. */
async function judgeInBatches(run: ProbeRun, plan: readonly Planned[], context: ProbeContext): Promise<void> {
  const {roles, recorder, batches, signal} = context;
  const judges = roles.judges.filter(({model}) => model.batch !== undefined);
  if (judges.length === 0) return;
  const exchanges: {rubric: Rubric; query: string; response: string; seed: number}[] = [];
  await forEachAtOnce(plan, context.width, async (planned) => {
    const {seed, request} = targetRequest(run, planned);
    const prompt = run.prompts[planned.prompt]!;
    const {step} = run.settings;
    const read = (reply: MaybeReply) => seenByJudge(reply, planned.target);
    const {result} = await askUseful(recorder, planned.target.model, request, {step, role: "target"}, read);
    if (!("text" in result)) return;
    for (const rubric of rubricsOf(run.settings, prompt))
      exchanges.push({rubric, query: prompt.query, response: result.text, seed});
  });
  for (const role of judges) {
    const requests = exchanges.map(({rubric, query, response, seed}) =>
      judgeRequest(role, rubric, query, response, seed)
    );
    const purpose = {step: run.settings.step, role: "judge"};
    await askMany(recorder, role.model, requests, purpose, {log: batches, ...(signal && {signal})});
  }
}

function costsOf(calls: readonly RecordedCall[]) {
  const records = calls.map(({record}) => record);
  return {
    inputTokens: total(records.map(({usage}) => usage?.inputTokens ?? null)),
    outputTokens: total(records.map(({usage}) => usage?.outputTokens ?? null)),
    cost: total(records.map(({cost}) => cost)),
    latencyInMs: total(records.map(({latency}) => latency))
  };
}
