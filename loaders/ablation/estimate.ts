import {plannedDetectable} from "../../src/shared/statistics/differences.js";
import {sizesOf as sizesOfProbe} from "../probe/estimate.js";
import {rubricOf} from "../probe/measures/all.js";
import {judgedShare} from "../measure/rules/judged-share.js";
import type {EstimateContext, StepEstimate} from "../step/estimate.js";
import {estimateRole, type Range, type RoleEstimate} from "../step/estimate-role.js";
import {exactly, meanRange} from "../step/range.js";
import {tokensOf} from "../step/tokens-in.js";
import {judgePrompt} from "../surf/prompts.js";
import {needsJudge, type Rubric} from "../util/rubric.js";
import {mean} from "../../src/shared/statistics.js";
import {readIndexManifest} from "../turf/index/manifest.js";
import {modelsOf, needsFinding, type AblationSettings} from "./settings.js";
import {counterPrompt, pairsPerCall} from "./counter-examples/counter-prompt.js";
import {countOf, percent} from "./words.js";

const promptTokens = 60; // of a finding, which is not there yet
const lowShare = 0.5; // of the findings: a search may find fewer

/** What the step will ask. What training takes is the user's own cost. */
export function estimateAblation(settings: AblationSettings, context: EstimateContext): StepEstimate {
  const {study, prices, answers} = context;
  const {models, findings, samples, others} = sizesOf(settings, context);
  const rubrics = rubricsOf(settings, study.rubrics);
  const perFinding = findings * (1 + settings.rewordings) * settings.samples;
  const target = targetOf(settings, study.targets[0]!);
  const answer = answers("target", study.targets[0]!);
  const spread = (count: number): Range => [Math.round(count * lowShare), Math.round(count), Math.round(count)];
  const step = "ablation";
  const asked = {step, role: "target", spec: target, calls: spread(models * samples), input: exactly(promptTokens)};
  const frame = mean(rubrics.filter(needsJudge).map((rubric) => tokensOf(judgePrompt(rubric, "", "")))) ?? 0;
  const judgements = models * (perFinding + settings.ordinary * rubrics.length + others.judged);
  const share = rubrics.length === 0 ? exactly(0) : meanRange(rubrics.map(judgedShare));
  const judged = study.judges.map((judge): RoleEstimate => {
    const calls = spread(judgements).map((count, i) => Math.round(count * share[i]!)) as Range;
    const input = answer.map((tokens) => tokens + frame + promptTokens) as Range;
    return estimateRole({step, role: "judge", spec: judge, calls, input, output: answers("judge", judge)}, prices);
  });
  const detecting = detectorCalls(settings, context);
  const writing = writerCalls(settings, findings, context);
  const roles = [...writing, estimateRole({...asked, output: answer}, prices), ...judged, ...detecting.roles];
  const assumptions = [...assumptionsOf(settings, models), ...detecting.assumptions];
  return {roles: roles.filter(({calls: [, , high]}) => high > 0), assumptions};
}

const roundsOfWriting: Range = [1, 1.2, 2]; // some of what is written is left out, and written again

/** What writing counter-examples asks, and judging them before they train. */
function writerCalls(
  {arms, writer}: AblationSettings,
  findings: number,
  {study, prices, answers}: EstimateContext
): RoleEstimate[] {
  const wanted = findings * arms.reduce((sum, {write = 0}) => sum + write, 0);
  const spec = writer ?? study.perturb ?? study.query;
  if (wanted === 0 || spec === null) return [];
  const step = "ablation";
  const calls = (each: number) => roundsOfWriting.map((rounds) => Math.round(rounds * each)) as Range;
  const input = exactly(
    tokensOf(counterPrompt(study.rubrics[0]!, {query: "", response: ""}, pairsPerCall)) + pairTokens
  );
  const output = exactly(pairTokens * pairsPerCall);
  const written = {step, role: "writer", spec, calls: calls(wanted / pairsPerCall), input, output};
  const judged = study.judges.map((judge) => {
    const read = exactly(tokensOf(judgePrompt(study.rubrics[0]!, "", "")) + pairTokens);
    const planned = {step, role: "judge", spec: judge, calls: calls(wanted), input: read};
    return estimateRole({...planned, output: answers("judge", judge)}, prices);
  });
  return [estimateRole(written, prices), ...(study.rubrics.some(needsJudge) ? judged : [])];
}

const pairTokens = 300; // of a query and its response, as a detector's model reads them
const numbersTokens = 20; // of its answer

/** What detectors ask of the first judge: every pair of the corpus once, in batches. */
function detectorCalls(
  {detectors = [], index, corpus}: AblationSettings,
  {study, prices}: EstimateContext
): StepEstimate {
  const [judge] = study.judges;
  const pairs = corpus === null && index !== null ? (readIndexManifest(index)?.pairs ?? 0) : 0;
  const batches = detectors.flatMap(({by}) => ("ask" in by ? [by.batch] : []));
  if (batches.length === 0 || judge === undefined) return {roles: [], assumptions: []};
  const unknown = `Detectors ask about every pair of the corpus, ${batches.join(" or ")} at once: not estimated, as it is not indexed.`;
  if (pairs === 0) return {roles: [], assumptions: [unknown]};
  const roles = batches.map((batch) => {
    const calls = exactly(Math.ceil(pairs / batch));
    const planned = {step: "ablation", role: "detector", spec: judge, calls, input: exactly(pairTokens * batch)};
    return estimateRole({...planned, output: exactly(numbersTokens)}, prices);
  });
  return {roles, assumptions: []};
}

/** Models that are trained elsewhere cost what they cost; those of a command what the target does. */
const targetOf = ({trainer}: AblationSettings, target: EstimateContext["study"]["targets"][number]) =>
  trainer.kind === "given" ? {model: trainer.models.full![0]!} : target;

const rubricsOf = ({findings: {rubrics, top}}: AblationSettings, all: readonly Rubric[]): Rubric[] =>
  top === 0 ? [...all].slice(0, 1) : all.filter(({name}) => rubrics?.includes(name) ?? true);

/** How many models are trained, and how often each is asked. */
function sizesOf(settings: AblationSettings, {study}: EstimateContext) {
  const {findings: source, arms, controls, seeds, rewordings, samples, ordinary} = settings;
  const rubrics = source.rubrics?.length ?? study.rubrics.length;
  const findings = source.top * rubrics * study.targets.length + (source.ids?.length ?? 0);
  const ofArm = arms.map((arm) => modelsOf(arm, controls.length) * (needsFinding(arm) ? findings : 1));
  const models = (1 + ofArm.reduce((sum, count) => sum + count, 0)) * seeds.length;
  const others = measuredSamples(settings, study);
  return {findings, models, others, samples: findings * (1 + rewordings) * samples + ordinary + others.asked};
}

/** How often each model is asked queries of regions and prompts of probes, and how often an answer is judged. */
function measuredSamples(
  {measured, samples, findings: {rubrics}}: AblationSettings,
  study: EstimateContext["study"]
): {asked: number; judged: number} {
  if (measured === undefined) return {asked: 0, judged: 0};
  const {top, queries} = measured.regions ?? {top: 0, queries: 0};
  const ofRegions = top * queries * (rubrics?.length ?? study.rubrics.length) * study.targets.length * samples;
  const probes = measured.probes.map((probe) => {
    const {perTarget} = sizesOfProbe(probe, study);
    const rubricsOfAnswer =
      probe.measures.length === 0 ? 1 : probe.measures.flatMap((each) => rubricOf(each) ?? []).length;
    return {asked: perTarget, judged: perTarget * rubricsOfAnswer};
  });
  const sum = (key: "asked" | "judged") => ofRegions + probes.reduce((total, each) => total + each[key], 0);
  return {asked: sum("asked"), judged: sum("judged")};
}

function assumptionsOf({trainer, arms, rewordings, samples, seeds}: AblationSettings, models: number): string[] {
  const least = plannedDetectable({prompts: 1 + rewordings, samples: samples * seeds.length});
  const detects = `An ablation of this size finds a change of ${percent(least)} or more with 80% power, if prompts react alike.`;
  if (trainer.kind === "given") return [detects];
  const hasRounds = arms.some(({rounds = 1}) => rounds > 1);
  const trained = `${hasRounds ? "Up to " : ""}${countOf(models, "model")} to be trained`;
  const own = trainer.kind === "lab" ? "by the lab, in seconds." : "by your command: its time and cost are your own.";
  const priced = trainer.kind === "lab" ? [] : ["Calls to trained models are priced like those to the target."];
  return [`${trained} ${own}`, ...priced, detects];
}
