import {join} from "node:path";
import {openLab} from "../../lab/lab.js";
import {readPrices} from "../../model/prices.js";
import {countInWords, estimateLines, totalOf} from "../../step/describe-estimate.js";
import {answersFrom, type EstimateContext} from "../../step/estimate.js";
import type {Range, RoleEstimate} from "../../step/estimate-role.js";
import {readObserved} from "../../step/observed.js";
import type {Study} from "../../step/study.js";
import {studyFolder} from "../../util/paths.js";
import {openPools} from "../run/pools.js";
import {stepsOf} from "../steps.js";

/** What a study would call and cost. */
export interface Estimate {
  study: string;
  candidates: number; // if no run ends early
  roles: RoleEstimate[];
  cost: Range; // of all that has a price
  unpriced: string[]; // models without one
  assumptions: string[];
}

/**
 * What a study would call and cost: input from its real prompts, drawn as the search draws them and counted by a real
 * tokenizer; output from its journal where that has answers, else assumed. Calls nothing.
 */
export async function estimateStudy(study: Study): Promise<Estimate> {
  const observed = readObserved(join(studyFolder(study.name), "journal.jsonl"));
  const {pool} = openPools(study, () => openLab(study.world));
  const context: EstimateContext = {study, observed, prices: readPrices(), answers: answersFrom(observed), pool};
  const steps = await Promise.all(stepsOf(study).map(({step, settings}) => step.estimate?.(settings, context) ?? []));
  const estimates = steps.flat();
  const roles = estimates.flatMap((estimate) => estimate.roles);
  return {
    study: study.name,
    candidates: estimates.reduce((sum, {candidates = 0}) => sum + candidates, 0),
    roles,
    ...totalOf(roles),
    assumptions: [
      ...estimates.flatMap(({assumptions}) => assumptions),
      "Failed attempts and cached input are left out."
    ]
  };
}

/** The estimate for a reader. */
export const describeEstimate = ({study, candidates, roles, ...rest}: Estimate): string =>
  [
    `${study}: ${countInWords(candidates)} candidates; low / likely / high, nothing was called`,
    ...estimateLines(roles, rest)
  ].join("\n");
