import {perturbPrompt} from "./perturb-prompts.js";
import {judgedShare} from "../measure/rules/judged-share.js";
import {exactly, meanRange} from "../step/range.js";
import {rubricOf} from "./measures/all.js";
import {isLate, type LateSource, type ProbeSettings} from "./settings.js";
import {judgePrompt} from "../surf/prompts.js";
import {needsJudge, type Rubric} from "../util/rubric.js";
import {mean} from "../../src/shared/statistics.js";
import type {EstimateContext, StepEstimate} from "../step/estimate.js";
import {estimateRole, type Range, type RoleEstimate} from "../step/estimate-role.js";
import type {RoleSpec} from "../step/role.js";
import type {Study} from "../step/study.js";
import {tokensOfContext} from "../step/contexts/context-tokens.js";
import {tokensIn, tokensOf} from "../step/tokens-in.js";
import type {ProbeStepSettings} from "./step-settings.js";
import {isByModel} from "./transforms/registry.js";

const promptTokens = 60; // of a finding, which is not there yet
const rounds = 1.5; // times that a model is asked for rewordings, rejected ones made up for

/** What the probes of a step will ask. */
export const estimateProbes = ({probes, judge}: ProbeStepSettings, context: EstimateContext): StepEstimate => ({
  roles: probes.flatMap((probe) =>
    estimateProbe(probe, judge === null ? context.study.judges : [...context.study.judges, judge], context)
  ),
  assumptions: []
});

/** What a probe will ask, by role: at least half as much where its prompts are findings that may not be there. */
function estimateProbe(probe: ProbeSettings, judges: readonly RoleSpec[], context: EstimateContext): RoleEstimate[] {
  const {study, prices, answers} = context;
  const {step} = probe;
  const {originals, perTarget, rubrics} = sizesOf(probe, study);
  const targets = study.targets.filter(({model}) => probe.models === null || probe.models.includes(model));
  const least = isLate(probe.source) ? 0.5 : 1;
  const calls = (n: number): Range => [Math.round(n * least), Math.round(n), Math.round(n)];
  const query = lengthOf(probe);
  const roles = targets.flatMap((spec): RoleEstimate[] => {
    const answer = answers("target", spec);
    const asked = flat(query + contextTokens(probe));
    const target = {step, role: "target", spec, calls: calls(perTarget), input: asked, output: answer};
    const judged = judges.map((judge) => {
      const rubric = average(rubrics.filter(needsJudge).map((each) => tokensOf(judgePrompt(each, "", ""))));
      const input = answer.map((tokens) => tokens + rubric + query) as Range;
      const judgedCalls = judgedParts(probe, rubrics).map((part, i) =>
        Math.round(calls(perTarget)[i]! * part)
      ) as Range;
      const output = answers("judge", judge);
      return estimateRole(
        {step, role: "judge", spec: judge, calls: judgedCalls, input, output, batched: probe.batch},
        prices
      );
    });
    return [estimateRole(target, prices), ...judged];
  });
  return [...rewording(probe, originals, context), ...roles].filter(({calls: [, , high]}) => high > 0);
}

const flat = (value: number): Range => [value, value, value];
const average = (values: readonly number[]): number => mean(values) ?? 0;

/** How many judgements a sample needs of each judge: rules may take their place. */
function judgedParts({measures}: ProbeSettings, rubrics: readonly Rubric[]): Range {
  if (measures.length === 0) return meanRange(rubrics.map(judgedShare));
  const shares = measures.flatMap((measure) => rubricOf(measure) ?? []).map(judgedShare);
  return shares.reduce((sum, share) => sum.map((part, i) => part + share[i]!) as Range, exactly(0));
}

/** How many prompts there are, and how many samples each target gives. */
export function sizesOf(probe: ProbeSettings, study: Study) {
  const {source, wordings, variants, perturbations, contexts, samples, transfer} = probe;
  const rubrics = isLate(source)
    ? study.rubrics.filter(({name}) => source.rubrics?.includes(name) ?? true)
    : study.rubrics;
  const found = isLate(source)
    ? foundBy(source, rubrics.length) * (transfer ? study.targets.length : 1)
    : source.length;
  const originals = found * Math.max(1, wordings.length);
  const prompts = originals * (1 + variants.length + perturbations);
  return {originals, perTarget: prompts * contexts.length * samples, rubrics: rubrics as readonly Rubric[]};
}

const foundBy = ({top, ids = []}: LateSource, rubrics: number): number => top * rubrics + ids.length;

const lengthOf = ({source}: ProbeSettings): number =>
  isLate(source) ? promptTokens : average(source.slice(0, 200).map(({query}) => tokensIn(query)));

const contextTokens = ({contexts}: ProbeSettings): number => average(contexts.map(tokensOfContext));

function rewording(probe: ProbeSettings, originals: number, {study, prices, answers}: EstimateContext): RoleEstimate[] {
  const {step, variants, byRule} = probe;
  const perturbations = byRule ? 0 : probe.perturbations; // of a model
  const spec = study.perturb ?? study.query;
  const rewrites = variants.filter(isByModel).length;
  if (spec === null || (perturbations === 0 && rewrites === 0)) return [];
  const calls = Math.round(originals * (rewrites + (perturbations > 0 ? rounds : 0)));
  const input = flat(tokensOf(perturbPrompt("", perturbations)) + lengthOf(probe));
  const output = answers("query", spec).map((tokens) => tokens * Math.max(1, perturbations)) as Range;
  return [estimateRole({step, role: "perturb", spec, calls: flat(calls), input, output}, prices)];
}
