import type {Prices} from "../../model/prices.js";
import {isFreeModel} from "../../step/role.js";
import {settingsOf, withSettings} from "../../step/step.js";
import type {Study} from "../../step/study.js";
import {limitCandidates} from "../../surf/normalize.js";
import {surfStep} from "../../surf/step.js";
import {UserError} from "../../util/user-error.js";
import {modelsOf} from "../steps.js";

/** Throws a UserError if there is a cap and the price of a model is unknown: the cap could not be enforced. */
export function checkPrices(study: Study, capInUsd: number | null, prices: Prices): void {
  if (capInUsd === null) return;
  for (const model of modelsOf(study))
    if (!isFreeModel(model) && prices.find(model) === null)
      throw study.errorAt(
        ["budget"],
        `no price is known for ${model}, so the budget can't be enforced: add it to ${prices.file}`
      );
}

/** The study with at most `calls` candidates in each search. Throws a UserError if it has no search. */
export function withBudgetOfCalls(study: Study, calls: number): Study {
  const surf = settingsOf(study, surfStep);
  if (surf === null) throw new UserError("the study has no search: expected US dollars, such as 20", {key: "--budget"});
  return withSettings(study, surfStep, limitCandidates(surf, calls));
}
