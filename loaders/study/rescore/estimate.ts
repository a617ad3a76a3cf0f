import {join} from "node:path";
import {estimateLines, totalOf} from "../../step/describe-estimate.js";
import {answersFrom} from "../../step/estimate.js";
import {estimateRole, type Range, type RoleEstimate} from "../../step/estimate-role.js";
import {readObserved} from "../../step/observed.js";
import {tokensOf} from "../../step/tokens-in.js";
import {readPrices} from "../../model/prices.js";
import {judgePrompt} from "../../surf/prompts.js";
import {studyFolder} from "../../util/paths.js";
import {readTexts} from "./answers.js";
import type {RescorePlan} from "./plan.js";

/** How many calls a rescore would make at most, and their cost. */
export interface RescoreEstimate {
  study: string;
  answers: number;
  roles: RoleEstimate[];
  cost: Range; // US dollars, of the models with a known price
  unpriced: string[];
  assumptions: string[];
}

const read = 200; // answers whose prompts are counted

/** Estimates a rescore without a call. Input tokens are counted in prompts of answers that will be judged. */
export async function estimateRescore(plan: RescorePlan): Promise<RescoreEstimate> {
  const {study, source, chosen, judges, rubric} = plan;
  const answers = chosen.slice(0, read).map(({answer}) => answer);
  const lengths: number[] = [];
  for await (const [, {query, response}] of readTexts(study, source, judges.length === 0 ? [] : answers, () => false))
    lengths.push(tokensOf(judgePrompt(rubric, query, response)));
  const average = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
  const observed = readObserved(join(studyFolder(study), "journal.jsonl"));
  const prices = readPrices();
  const exactly = (value: number): Range => [value, value, value];
  const roles = judges.map((spec) =>
    estimateRole(
      {
        ...{step: "rescore", role: "judge", spec, calls: exactly(chosen.length)},
        ...{input: exactly(average), output: answersFrom(observed)("judge", spec)}
      },
      prices
    )
  );
  const assumptions = [
    ...(rubric.rule?.use === "when" ? ["The rule lets every answer through to the judge."] : []),
    "Calls that are on record from an earlier rescore are not made again."
  ];
  return {study, answers: chosen.length, roles, ...totalOf(roles), assumptions};
}

/** The estimate as text. */
export const describeRescoreEstimate = ({study, answers, roles, ...rest}: RescoreEstimate): string =>
  [`${study}: ${answers} answers; low / likely / high, nothing was called`, ...estimateLines(roles, rest)].join("\n");
