import {existsSync} from "node:fs";
import {join} from "node:path";
import {mean} from "../../../src/shared/statistics.js";
import type {Message} from "../../model/model.js";
import {openLab} from "../../lab/lab.js";
import {JournalReader} from "../../store/journal.js";
import {judgePrompt, queryPrompt} from "../../surf/prompts.js";
import {createSampler} from "../../surf/sampler.js";
import type {SurfSettings} from "../../surf/settings.js";
import {readIndexManifest} from "../../turf/index/manifest.js";
import {createRandom} from "../../util/random.js";
import {studyFolder} from "../../util/paths.js";
import {countInWords, estimateLines, totalOf} from "../../step/describe-estimate.js";
import {estimateRole, type Range, type RoleEstimate} from "../../step/estimate-role.js";
import {sentenceTokens} from "../../tracing/estimate-turf.js";
import {readPool} from "../run/prepare.js";
import {readPrices, type Prices} from "../../model/prices.js";
import {createSteps} from "../steps.js";
import type {RoleSpec, Study} from "../../step/study.js";
import {tokensIn} from "../../step/tokens-in.js";

export type {Range, RoleEstimate} from "../../step/estimate-role.js";

type SearchRole = "query" | "target" | "judge";

export interface Estimate {
  study: string;
  candidates: number; // if no run ends early
  roles: RoleEstimate[];
  cost: Range; // of all that has a price
  unpriced: string[]; // models without one
  assumptions: string[];
}

const prompts = 200; // drawn to measure their length
const answersRead = 2000; // of the journal, for observed lengths
const early = 0.5; // share of the candidates that are made if runs end early

/** What one answer takes, in tokens, where nothing was observed. */
const assumed: Record<SearchRole, Range> = {
  query: [30, 80, 200],
  target: [150, 500, 1200],
  judge: [60, 150, 400]
};

/** What the estimates of all steps share. */
export interface EstimateContext {
  study: Study;
  observed: ReadonlyMap<string, Range>; // output tokens by role, from the journal
  prices: Prices;
  answers(role: SearchRole, spec: RoleSpec): Range; // output tokens of one answer
}

/**
 * What a study would call and cost: input from its real prompts, drawn as the search draws them and counted by a real
 * tokenizer; output from its journal where that has answers, else assumed. Calls nothing.
 */
export async function estimateStudy(study: Study): Promise<Estimate> {
  const observed = readObserved(join(studyFolder(study.name), "journal.jsonl"));
  const context = {study, observed, prices: readPrices(), answers: answersFrom(observed)};
  const {surf, query} = study;
  const perTarget = surf === null ? 0 : callsOf(surf) * study.rubrics.length;
  const search = surf === null || query === null ? [] : await estimateSearch(context, {surf, query, perTarget});
  const steps = await Promise.all(createSteps(study).map((step) => step.estimate?.(context) ?? []));
  const roles = [...search, ...steps.flat()];
  return {
    study: study.name,
    candidates: perTarget * study.targets.length,
    roles,
    ...totalOf(roles),
    assumptions: [...assumptionsOf(surf, observed), ...turfAssumptions(study)]
  };
}

const callsOf = ({runs, iterations, candidates, budgetCalls}: SurfSettings): number =>
  Math.min(budgetCalls ?? Infinity, runs * iterations * candidates);

function answersFrom(observed: ReadonlyMap<string, Range>): EstimateContext["answers"] {
  return (role, {maxTokens, thinking}) => {
    const seen = observed.get(role);
    const base = seen ?? assumed[role];
    const thought: Range = seen === undefined ? [thinking * 0.2, thinking * 0.6, thinking] : [0, 0, 0];
    return base.map((tokens, i) => Math.min(maxTokens, tokens + thought[i]!)) as Range;
  };
}

async function estimateSearch(
  {study, observed, prices, answers}: EstimateContext,
  {surf, query: writer, perTarget}: {surf: SurfSettings; query: RoleSpec; perTarget: number}
): Promise<RoleEstimate[]> {
  const query = answers("query", writer);
  const written = await measureQueryPrompt(study, surf);
  const estimate = (role: SearchRole, spec: RoleSpec, calls: number, input: Range, output: Range): RoleEstimate =>
    estimateRole({step: "surf", role, spec, calls: countOf(calls), input, output}, prices);
  const roles: RoleEstimate[] = [
    estimate("query", writer, perTarget * study.targets.length, [written, written, written], query)
  ];
  for (const target of study.targets) {
    const answer = answers("target", target);
    roles.push(estimate("target", target, perTarget, query, answer));
    const shown = observed.has("target") ? answer : assumed.target; // thinking is not shown to the judge
    const rubric = mean(study.rubrics.map((each) => tokensOf(judgePrompt(each, "", ""))))!;
    const input = query.map((tokens, i) => rubric + tokens + shown[i]!) as Range;
    for (const judge of study.judges) roles.push(estimate("judge", judge, perTarget, input, answers("judge", judge)));
  }
  return roles;
}

/** If runs end early, half of the candidates are made. */
const countOf = (calls: number): Range => [Math.round(calls * early), calls, calls];

/** Mean tokens of the prompts that the query model would get. */
async function measureQueryPrompt(study: Study, surf: SurfSettings): Promise<number> {
  const sampler = createSampler(
    surf.sampler,
    await readPool(study, study.attributes === "lab" ? await openLab(study.world) : null)
  );
  const random = createRandom(surf.seed);
  const topics = study.rubrics.map(({topic}) => topic);
  const drawn = Array.from({length: prompts}, (_, i) =>
    queryPrompt(sampler.draw(new Map(), random).attributes, topics[i % topics.length]!)
  );
  return mean(drawn.map(tokensOf))!;
}

const tokensPerMessage = 4; // roles and separators

const tokensOf = (messages: readonly Message[]): number =>
  messages.reduce((sum, {content}) => sum + tokensIn(content) + tokensPerMessage, 0);

/** Output tokens by role as a journal has them: 10th percentile, mean, 90th percentile. Empty where there is none. */
export function readObserved(path: string): Map<string, Range> {
  if (!existsSync(path)) return new Map();
  const journal = JournalReader.open(path);
  const lengths = new Map<string, number[]>();
  for (let ordinal = 0; ordinal < Math.min(journal.size, answersRead); ordinal++) {
    const {role, usage} = journal.read(ordinal);
    if (usage?.outputTokens != null) lengths.set(role, [...(lengths.get(role) ?? []), usage.outputTokens]);
  }
  journal.close();
  return new Map(
    [...lengths].map(([role, counts]) => {
      const sorted = counts.sort((a, b) => a - b);
      const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)]!;
      return [role, [at(0.1), mean(sorted)!, at(0.9)]];
    })
  );
}

function assumptionsOf(surf: SurfSettings | null, observed: ReadonlyMap<string, Range>): string[] {
  const source = (role: SearchRole): string =>
    observed.has(role)
      ? `Output of the ${role} role: 10th percentile, mean and 90th percentile of its answers in the journal.`
      : `Output of the ${role} role, nothing observed yet: ${assumed[role].join(", ")} tokens, and of a thinking budget a fifth, three fifths, all.`;
  return [
    `Input is counted from ${prompts} prompts of this study with the o200k tokenizer; low is four fifths of it, high a third more, for other tokenizers.`,
    source("query"),
    source("target"),
    source("judge"),
    ...(surf === null
      ? []
      : [
          `Low: runs end early and half of the candidates are made. Likely and high: all ${surf.runs * surf.iterations * surf.candidates} a rubric and target.`
        ]),
    "Failed attempts and cached input are left out."
  ];
}

function turfAssumptions({turf}: Study): string[] {
  if (turf === null) return [];
  const isThere = turf.index === "lab" || readIndexManifest(turf.index) !== undefined;
  return [
    isThere
      ? `Traces: as many findings as the step may trace (low: half); attribute sentences of ${sentenceTokens.join(", ")} tokens.`
      : `There is no index ${turf.index} yet: what its extractor and its embedding model will cost a trace is not known.`
  ];
}

/** The estimate for a reader. */
export const describeEstimate = ({study, candidates, roles, ...rest}: Estimate): string =>
  [
    `${study}: ${countInWords(candidates)} candidates; low / likely / high, nothing was called`,
    ...estimateLines(roles, rest)
  ].join("\n");
