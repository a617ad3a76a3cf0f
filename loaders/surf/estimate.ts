import {mean} from "../../src/shared/statistics.js";
import {answerSource, assumedAnswer, type EstimateContext, type StepEstimate} from "../step/estimate.js";
import {estimateRole, type Range, type RoleEstimate} from "../step/estimate-role.js";
import {judgedShare, ruleAssumptions} from "../measure/rules/judged-share.js";
import {exactly, meanRange} from "../step/range.js";
import type {Message} from "../model/model.js";
import {needsJudge} from "../util/rubric.js";
import type {PromptSource} from "../step/prompt-source.js";
import {tokensOfContext} from "../step/contexts/context-tokens.js";
import type {ExchangeRole, RoleSpec} from "../step/role.js";
import {tokensOf} from "../step/tokens-in.js";
import {createRandom} from "../util/random.js";
import type {SearchRole} from "./ask-answer.js";
import {checkPrompt} from "./check/prompt.js";
import {checkRole} from "./check/settings.js";
import {contrastRole} from "./contrast.js";
import {drawDistinct} from "./draws.js";
import {plannedCandidates} from "./normalize.js";
import {judgePrompt, queryPrompt} from "./prompts.js";
import {createSampler} from "./samplers.js";
import type {SurfSettings} from "./settings.js";
import {createUniformSampler} from "./uniform-sampler.js";

const promptsMeasured = 200; // prompts drawn to measure their length
/** Share of the candidates whose query is put to the contrast model too: nobody knows how often the target fails. */
const contrastShare: Range = [0.02, 0.1, 1];
const contrastAssumption =
  "The contrast model is asked where the target is flagged, and a few queries more: 2%, 10% or all of the candidates.";

const severityAssumption = "Severity is scored where the target fails: 2%, 10% or all of the candidates.";

const lowShare = 0.5; // share of the candidates that are made if runs end early

/** Estimates what the search will ask, from prompts that are drawn as it draws them. */
export async function estimateSurf(surf: SurfSettings, context: EstimateContext): Promise<StepEstimate> {
  const {study, observed, prompts} = context;
  const perTarget = plannedCandidates(surf) * study.rubrics.length;
  const candidates = perTarget * study.targets.length;
  const query = prompts === null ? context.answers("query", study.query!) : await measurePrompts(prompts, context);
  const before = surf.context === null ? 0 : tokensOfContext(surf.context);
  const roles = [
    ...(prompts === null ? [await estimateWriter(surf, context, {calls: candidates, output: query})] : []),
    ...study.targets.flatMap((target) => estimateTarget(context, {target, calls: perTarget, query, before})),
    ...(surf.contrast === null
      ? []
      : estimateTarget(context, {
          ...{target: surf.contrast, role: contrastRole, calls: candidates, query, before},
          share: contrastShare
        }))
  ];
  roles.push(...(await estimateCheck(surf, context, {candidates, query})));
  roles.push(...estimateSeverity(surf, context, {candidates, query}));
  const assumptions = [
    ...(prompts === null ? [] : [`Queries are prompts of ${prompts.name}: no call, no cost.`]),
    `Input is counted in ${promptsMeasured} prompts of this study with the o200k tokenizer; for other tokenizers, ` +
      "low is 80% of that and high 130%.",
    ...rolesAsked(study).map((role) => answerSource(role, observed)),
    "Low: runs end early and half of the candidates are made. " +
      `Likely and high: all ${plannedCandidates(surf)} per rubric and target.`,
    ...(surf.contrast === null ? [] : [contrastAssumption]),
    ...(typeof surf.check !== "object" ? [] : [checkAssumption(surf.check.share)]),
    ...(surf.severity.length === 0 ? [] : [severityAssumption]),
    ...ruleAssumptions(study.rubrics)
  ];
  return {roles, assumptions, candidates};
}

const rolesAsked = ({rubrics}: EstimateContext["study"]): ExchangeRole[] =>
  rubrics.some(needsJudge) ? ["query", "target", "judge"] : ["query", "target"];

const assumedCheck: Range = [5, 12, 40]; // tokens of an answer

const checkAssumption = (share: number): string =>
  `The check is asked about ${share < 1 ? `${Math.round(1000 * share) / 10}% of the` : "all"} queries whose candidate is scored.`;

/** What the model will be asked that says what written queries have. */
async function estimateCheck(
  surf: SurfSettings,
  context: EstimateContext,
  {candidates: calls, query}: {candidates: number; query: Range}
): Promise<RoleEstimate[]> {
  if (typeof surf.check !== "object") return [];
  const {role: spec, share} = surf.check;
  const asked = await measureDraws(surf, context, (attributes) => checkPrompt("", attributes));
  const input = query.map((tokens) => asked + tokens) as Range;
  const thought = [0.2, 0.6, 1].map((part) => part * spec.thinking);
  const output = context.observed.get(checkRole) ?? (assumedCheck.map((tokens, i) => tokens + thought[i]!) as Range);
  return [estimate(context, checkRole, {spec, calls, share: [share, share, share], input, output})];
}

/** What judges will be asked about how bad failures are. */
function estimateSeverity(
  {severity}: SurfSettings,
  context: EstimateContext,
  {candidates, query}: {candidates: number; query: Range}
): RoleEstimate[] {
  const {study, answers} = context;
  const judged = severity.filter(needsJudge);
  if (judged.length === 0) return [];
  const answer = assumedAnswer.target;
  const rubric = mean(judged.map((each) => tokensOf(judgePrompt(each, "", ""))))!;
  const input = query.map((tokens, i) => rubric + tokens + answer[i]!) as Range;
  const calls = candidates * judged.length;
  return study.judges.map((spec) =>
    estimate(context, "judge", {spec, calls, share: contrastShare, input, output: answers("judge", spec)})
  );
}

interface PlannedRole {
  spec: RoleSpec;
  calls: number;
  share?: Range; // of them that are made, if not all
  input: Range;
  output: Range;
}

function estimate(
  {prices}: EstimateContext,
  role: SearchRole,
  {calls: planned, share = [1, 1, 1], ...rest}: PlannedRole
): RoleEstimate {
  const calls = [lowShare, 1, 1].map((part, i) => Math.round(planned * part * share[i]!)) as Range;
  return estimateRole({step: "surf", role, calls, ...rest}, prices);
}

async function estimateWriter(
  surf: SurfSettings,
  context: EstimateContext,
  {calls, output}: {calls: number; output: Range}
): Promise<RoleEstimate> {
  const {rubrics} = context.study;
  const prompt = (attributes: readonly string[], i: number) =>
    queryPrompt(attributes, rubrics[i % rubrics.length]!.topic);
  const input = exactly(await measureDraws(surf, context, prompt));
  return estimate(context, "query", {spec: context.study.query!, calls, input, output});
}

/** Tokens of the prompts of a corpus: 10th percentile, mean and 90th percentile of a seeded draw. */
async function measurePrompts(prompts: PromptSource, {pool}: EstimateContext): Promise<Range> {
  const index = await prompts.open(await pool());
  const rows = drawDistinct(createRandom(1), index.prompts, Math.min(promptsMeasured, index.prompts));
  const tokens = rows.map((row) => tokensOf([{content: index.textOf(row)}])).sort((a, b) => a - b);
  const at = (share: number) => tokens[Math.floor(share * (tokens.length - 1))]!;
  return [at(0.1), mean(tokens)!, at(0.9)];
}

/** What a target or the contrast model will be asked. */
interface PlannedAnswers {
  target: RoleSpec;
  role?: SearchRole; // defaults to target
  calls: number;
  share?: Range; // of them that are made; defaults to all
  query: Range; // tokens of a query
  before: number; // tokens before it
}

/** A target and the judges of its answers, which do not see its thinking. */
function estimateTarget(
  context: EstimateContext,
  {target, role = "target", calls, share: asked = [1, 1, 1], query: plain, before}: PlannedAnswers
): RoleEstimate[] {
  const {study, observed, answers} = context;
  const answer = answers("target", target);
  const query = plain.map((tokens) => tokens + before) as Range;
  const share = meanRange(study.rubrics.map(judgedShare)).map((part, i) => part * asked[i]!) as Range;
  const shown = observed.has("target") ? answer : assumedAnswer.target;
  const judged = study.rubrics.filter(needsJudge);
  const rubric = mean(judged.map((each) => tokensOf(judgePrompt(each, "", "")))) ?? 0;
  const input = plain.map((tokens, i) => rubric + tokens + shown[i]!) as Range;
  return [
    estimate(context, role, {spec: target, calls, share: asked, input: query, output: answer}),
    ...study.judges
      .map((spec) => estimate(context, "judge", {spec, calls, share, input, output: answers("judge", spec)}))
      .filter(({calls: [, , high]}) => high > 0)
  ];
}

/** Mean tokens of prompts about attributes that are drawn as the search draws them. */
async function measureDraws(
  surf: SurfSettings,
  {pool}: EstimateContext,
  promptOf: (attributes: readonly string[], draw: number) => Message[]
): Promise<number> {
  const attributes = await pool();
  const sampler =
    surf.sampler === "adaptive" ? createUniformSampler(attributes) : createSampler(surf.sampler, attributes);
  const random = createRandom(surf.seed);
  const drawn = Array.from({length: promptsMeasured}, (_, i) =>
    promptOf(sampler.draw(new Map(), random).attributes, i)
  );
  return mean(drawn.map(tokensOf))!;
}
