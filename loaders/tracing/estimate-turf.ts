import {mean} from "../../src/shared/statistics.js";
import type {EstimateContext, StepEstimate} from "../step/estimate.js";
import {estimateRole, type Range, type RoleEstimate} from "../step/estimate-role.js";
import {meanRange, scaleRange} from "../step/range.js";
import {isLabModel} from "../step/role.js";
import {tokensOf} from "../step/tokens-in.js";
import {extractPrompt} from "../turf/extract-prompt.js";
import {maxAttributes} from "../turf/extractor.js";
import {readIndexManifest} from "../turf/index/manifest.js";
import type {TurfSettings} from "../turf/settings.js";
import {cruxPrompt} from "../turf/trace/crux-prompt.js";
import {indexModels} from "./turf-models.js";

/** Tokens of one attribute sentence, as models write them. */
export const sentenceTokens: Range = [9, 14, 22];

/** Tokens of a model's answer with ten attributes, without thinking. */
export const attributesTokens: Range = [110, 180, 320];

const choiceTokens: Range = [6, 12, 60];
const queryTokens = 60; // of a finding, which does not exist yet
const lowShare = 0.5; // of the traces: a search may find fewer failures

type TurfContext = Pick<EstimateContext, "study" | "prices" | "answers">;

interface TurfCalls {
  model: string;
  perTrace: number;
  input: Range;
  output: Range;
}

/** Estimates what tracing will ask: the index's extractor and embedding model and the judge, if these are models. */
export function estimateTurf(turf: TurfSettings, context: TurfContext): StepEstimate {
  const {study, prices} = context;
  const traces = turf.findings * study.rubrics.length * study.targets.length;
  const lowTraces = Math.round(traces * lowShare);
  const roles = Object.entries(plannedRoles(turf, context)).flatMap(([role, calls]): RoleEstimate[] => {
    if (calls === null) return [];
    const {model, perTrace, input, output} = calls;
    const range: Range = [lowTraces * perTrace, traces * perTrace, traces * perTrace];
    const batched = role === "extract";
    return [estimateRole({step: "turf", role, spec: {model}, calls: range, input, output, batched}, prices)];
  });
  return {roles, assumptions: [assumptionOf(turf.index)]};
}

/** The roles of a trace; null if rules or a local model play one. */
function plannedRoles(
  turf: TurfSettings,
  {study, answers}: TurfContext
): Record<"extract" | "crux" | "embed", TurfCalls | null> {
  const {extractor, embedder} = turf.index === "lab" ? {extractor: null, embedder: null} : indexModels(turf.index);
  const [judge] = study.judges;
  const isByRules = judge === undefined || (isLabModel(judge.model) && turf.index !== "lab");
  const response = meanRange(study.targets.map((spec) => answers("target", spec)));
  return {
    extract: planned(extractor, 2, extractInput(queryTokens, response), attributesTokens),
    crux: planned(isByRules ? null : judge.model, 1, cruxInput(turf, study.rubrics), choiceTokens),
    embed: planned(embedder, 2, scaleRange(sentenceTokens, maxAttributes), [0, 0, 0])
  };
}

const planned = (model: string | null, perTrace: number, input: Range, output: Range): TurfCalls | null =>
  model === null ? null : {model, perTrace, input, output};

function assumptionOf(index: string): string {
  const isKnown = index === "lab" || readIndexManifest(index) !== undefined;
  if (!isKnown) return `There is no index ${index} yet: the cost of its extractor and embedding model is unknown.`;
  const sentences = `attribute sentences of ${sentenceTokens.join(", ")} tokens`;
  return `Traces: as many findings as the step may trace (low: half); ${sentences}.`;
}

/** Tokens of the prompt that asks for the attributes of a side, as the mean of both sides. */
function extractInput(query: number, response: Range): Range {
  const frame = (extractTokens("query") + extractTokens("response")) / 2;
  return response.map((length) => frame + (query + length) / 2) as Range;
}

const extractTokens = (side: "query" | "response"): number => tokensOf(extractPrompt(side, ""));

function cruxInput({polarity}: TurfSettings, rubrics: EstimateContext["study"]["rubrics"]): Range {
  const frame = mean(rubrics.map((rubric) => tokensOf(cruxPrompt(rubric, [], polarity))))!;
  return scaleRange(sentenceTokens, maxAttributes).map((length) => frame + length) as Range;
}
