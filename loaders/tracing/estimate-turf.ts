import {mean} from "../../src/shared/statistics.js";
import {extractPrompt} from "../turf/extract-prompt.js";
import {mostAttributes} from "../turf/extractor.js";
import type {TurfSettings} from "../turf/settings.js";
import {cruxPrompt} from "../turf/trace/crux-prompt.js";
import type {EstimateContext, StepEstimate} from "../step/estimate.js";
import {estimateRole, type Range, type RoleEstimate} from "../step/estimate-role.js";
import {isLabModel} from "../step/role.js";
import {readIndexManifest} from "../turf/index/manifest.js";
import {tokensOf} from "../step/tokens-in.js";
import {indexModels} from "./turf-models.js";

/** Tokens of one attribute sentence, as models write them. */
export const sentenceTokens: Range = [9, 14, 22];

/** Tokens of a model's answer with ten attributes; thinking is not asked for. */
export const attributesAnswer: Range = [110, 180, 320];

const choiceAnswer: Range = [6, 12, 60];
const queryTokens = 60; // of a finding, which is not there yet
const least = 0.5; // of the traces: a search may find fewer failures

/** What tracing will ask: the index's extractor, the judge, and the index's embedding model, where these are models. */
export function estimateTurf(
  turf: TurfSettings,
  {study, prices, answers}: Pick<EstimateContext, "study" | "prices" | "answers">
): StepEstimate {
  const traces = turf.findings * study.rubrics.length * study.targets.length;
  const calls = (each: number): Range => [Math.round(traces * least) * each, traces * each, traces * each];
  const {extractor, embedder} = turf.index === "lab" ? {extractor: null, embedder: null} : indexModels(turf.index);
  const [judge] = study.judges;
  const response = meanRange(study.targets.map((spec) => answers("target", spec)));
  const plan = (role: string, model: string, each: number, input: Range, output: Range): RoleEstimate =>
    estimateRole({step: "turf", role, spec: {model}, calls: calls(each), input, output, batched: role === "extract"}, prices); // prettier-ignore
  const roles = [
    ...(extractor === null
      ? []
      : [plan("extract", extractor, 2, extractInput(queryTokens, response), attributesAnswer)]),
    ...(judge === undefined || (isLabModel(judge.model) && turf.index !== "lab")
      ? [] // rules choose
      : [plan("crux", judge.model, 1, cruxInput(turf, study.rubrics), choiceAnswer)]),
    ...(embedder === null ? [] : [plan("embed", embedder, 2, times(sentenceTokens, mostAttributes), [0, 0, 0])])
  ];
  return {roles, assumptions: [assumptionOf(turf.index)]};
}

const assumptionOf = (index: string): string =>
  index === "lab" || readIndexManifest(index) !== undefined
    ? `Traces: as many findings as the step may trace (low: half); attribute sentences of ${sentenceTokens.join(", ")} tokens.`
    : `There is no index ${index} yet: what its extractor and its embedding model will cost a trace is not known.`;

/** Tokens of the prompt that asks for the attributes of a side, the mean of both sides. */
function extractInput(query: number, response: Range): Range {
  const frame = (tokens("query", "") + tokens("response", "")) / 2;
  return response.map((length) => frame + (query + length) / 2) as Range;
}

const tokens = (side: "query" | "response", text: string): number => tokensOf(extractPrompt(side, text));

function cruxInput({polarity}: TurfSettings, rubrics: EstimateContext["study"]["rubrics"]): Range {
  const frames = rubrics.map((rubric) => tokensOf(cruxPrompt(rubric, [], polarity)));
  const frame = mean(frames)!;
  return times(sentenceTokens, mostAttributes).map((length) => frame + length) as Range;
}

export const times = (range: Range, factor: number): Range => range.map((value) => value * factor) as Range;

const meanRange = (ranges: readonly Range[]): Range =>
  [0, 1, 2].map((i) => mean(ranges.map((range) => range[i]!))!) as Range;
