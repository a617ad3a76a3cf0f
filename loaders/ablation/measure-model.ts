import type {UnscoredReason} from "../../src/shared/schema.js";
import {forEachAtOnce} from "../probe/pool.js";
import {score, type Judged} from "../probe/judge-sample.js";
import {createReaders} from "../probe/measures/all.js";
import type {ProbeContext} from "../probe/probe-run.js";
import {readAnswer} from "../surf/answer.js";
import {askUseful, toRequest, type MaybeReply} from "../surf/exchange.js";
import {messagesIn, roleIn, type SpelledContext} from "../step/contexts/context.js";
import type {RoleSettings} from "../step/role.js";
import {seedOf} from "../util/random.js";
import {needsJudge, type Rubric} from "../util/rubric.js";
import {likeness} from "./likeness.js";
import type {ArmPrompt} from "./prompts.js";

/** An answer of a trained model, judged by the rubrics of its prompt. */
export interface ArmSample {
  prompt: number; // index in the list
  sample: number; // from 1
  likeness: number | null; // to the corpus's response; null: there is none, or no answer
  scores: {rubric: Rubric; score: number | null; reason: UnscoredReason | null}[];
  values: {measure: string; value: number | null}[]; // what programs read in it
  target: number; // journal ordinal
  judges: number[]; // journal ordinals
}

/** How models are asked. */
export interface MeasureContext extends Pick<ProbeContext, "recorder" | "roles" | "watcher" | "afterPart" | "width"> {
  context: SpelledContext; // what comes before every prompt
  role: RoleSettings; // how the target is asked, whatever its model
  samples: number; // of each prompt of a finding
  seed: number;
}

interface Planned {
  prompt: number;
  sample: number;
}

/** The samples of a model: several of each prompt of a finding, one of each ordinary prompt. */
export const planSamples = (prompts: readonly ArmPrompt[], samples: number): Planned[] =>
  prompts.flatMap(({kind, asked}, prompt) =>
    Array.from({length: kind === "ordinary" ? 1 : (asked?.samples ?? samples)}, (_, i) => ({prompt, sample: i + 1}))
  );

/** Asks a trained model every prompt. `start` is awaited before the first call that is not on record. */
export async function measureModel(
  prompts: readonly ArmPrompt[],
  model: RoleSettings["model"],
  context: MeasureContext,
  start: () => Promise<void>
): Promise<ArmSample[]> {
  const target = {...context.role, model};
  const readers = await createReaders([
    ...new Map(prompts.flatMap(({measures = []}) => measures.map((each) => [each.name, each] as const))).values()
  ]);
  const plan = planSamples(prompts, context.samples);
  const requests = plan.map((each) => requestOf(prompts, each, target, context));
  if (requests.some(({request}) => context.recorder.find(model, request) === undefined)) await start();
  const samples = new Array<ArmSample>(plan.length);
  await forEachAtOnce(plan, context.width, async (planned, i) => {
    samples[i] = await takeSample(prompts[planned.prompt]!, planned, {target, readers, ...requests[i]!}, context);
    const reason = samples[i]!.scores.find(({reason}) => reason !== null)?.reason ?? null;
    const {judges, target: call} = samples[i]!;
    if (reason === null) context.watcher.done(true);
    else context.watcher.done(false, {reason, call: judges.at(-1) ?? call, further: 0});
    await context.afterPart();
  });
  return samples;
}

/** The request of a sample: the same for all models, so that arms are compared on the same draws. */
export function requestOf(
  prompts: readonly Pick<ArmPrompt, "query" | "asked">[],
  {prompt, sample}: Planned,
  target: RoleSettings,
  {seed, context}: Pick<MeasureContext, "seed" | "context">
) {
  const {query, asked} = prompts[prompt]!;
  const before = asked?.context ?? context;
  const temperature = asked?.temperature ?? null;
  const role = roleIn(before, {...target, ...(temperature !== null && {temperature})});
  const own = seedOf(seed, "ablation", query, sample);
  return {seed: own, request: toRequest(role, messagesIn(before, query), own)};
}

type Readers = Awaited<ReturnType<typeof createReaders>>;

async function takeSample(
  {query, rubrics, expected, measures = []}: ArmPrompt,
  planned: Planned,
  {target, request, seed, readers}: {target: RoleSettings; readers: Readers} & ReturnType<typeof requestOf>,
  {recorder, roles}: MeasureContext
): Promise<ArmSample> {
  const read = (reply: MaybeReply) => readAnswer(reply, target, {judged: rubrics.some(needsJudge)});
  const purpose = {step: "ablation", role: "target"};
  const {call, result} = await askUseful(recorder, target.model, request, purpose, read);
  const base = {...planned, target: call.ordinal};
  if ("reason" in result)
    return {
      ...{...base, likeness: null, judges: [], scores: rubrics.map((rubric) => ({rubric, score: null, ...result}))},
      values: measures.map(({name}) => ({measure: name, value: null}))
    };
  const {text: response, answer} = result;
  const judged = await Promise.all(
    rubrics.map((rubric) =>
      score({rubric, query, response, answer, expected, seed}, {step: "ablation"}, {roles, recorder})
    )
  );
  return {
    ...base,
    likeness: expected === null ? null : likeness(answer, expected),
    scores: judged.map(scoreOf),
    values: measures.map(({name}) => ({measure: name, value: readers.get(name)!(call.reply!.text, expected).value})),
    judges: judged.flatMap(({calls}) => calls.map(({ordinal}) => ordinal))
  };
}

const scoreOf = ({rubric, outcome}: Judged): ArmSample["scores"][number] =>
  "score" in outcome ? {rubric, score: outcome.score, reason: null} : {rubric, score: null, reason: outcome.reason};
