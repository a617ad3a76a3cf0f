import {join} from "node:path";
import {sum} from "../../../src/shared/statistics.js";
import {openLab} from "../../lab/lab.js";
import {readPrices} from "../../model/prices.js";
import {countInWords, estimateLines, totalOf} from "../../step/describe-estimate.js";
import {answersFrom, type EstimateContext} from "../../step/estimate.js";
import type {Range, RoleEstimate} from "../../step/estimate-role.js";
import {readObserved} from "../../step/observed.js";
import type {Study} from "../../step/study.js";
import {studyFolder} from "../../util/paths.js";
import {openPools} from "../run/pools.js";
import {openPrompts} from "../run/prompts.js";
import {stepsOf} from "../steps.js";

/** How many calls a study would make, and their cost. */
export interface StudyEstimate {
  study: string;
  candidates: number; // if no run ends early
  roles: RoleEstimate[];
  cost: Range; // US dollars, of the models with a known price
  unpriced: string[]; // models without a known price
  assumptions: string[];
}

/**
 * Estimates the calls and the cost of a study without a call. Input tokens are counted by a tokenizer in prompts that
 * are drawn as the search draws them; output tokens are those of the answers in its journal, or else assumed.
 */
export async function estimateStudy(study: Study): Promise<StudyEstimate> {
  const observed = readObserved(join(studyFolder(study.name), "journal.jsonl"));
  const prompts = openPrompts(study);
  const {pool} = openPools(study, () => openLab(study.world), prompts);
  const answers = answersFrom(observed);
  const context: EstimateContext = {study, observed, prices: readPrices(), answers, pool, prompts};
  const steps = await Promise.all(stepsOf(study).map(({step, settings}) => step.estimate?.(settings, context) ?? []));
  const estimates = steps.flat();
  const roles = estimates.flatMap((estimate) => estimate.roles);
  return {
    study: study.name,
    candidates: sum(estimates.map(({candidates = 0}) => candidates)),
    roles,
    ...totalOf(roles),
    assumptions: [
      ...estimates.flatMap(({assumptions}) => assumptions),
      "Failed attempts and cached input are not included."
    ]
  };
}

/** The estimate as text; `shown` says how models are shown (default: without their address). */
export const describeEstimate = (
  {study, candidates, roles, ...rest}: StudyEstimate,
  shown?: (model: string) => string
): string =>
  [
    `${study}: ${countInWords(candidates)} candidates; low / likely / high, nothing was called`,
    ...estimateLines(roles, rest, shown)
  ].join("\n");
