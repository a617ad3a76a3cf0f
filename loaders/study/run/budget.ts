import {Budget} from "../../model/budget.js";
import type {JournalReader} from "../../store/journal.js";
import {isLabModel, rolesOf} from "../../step/roles.js";
import type {Prices} from "../../model/prices.js";
import {UserError} from "../../util/user-error.js";
import type {Study} from "../../step/study.js";
import {modelsOfIndex} from "../../tracing/turf-models.js";

/** Throws a UserError where a cap is set and a price is not known: the cap could not be kept. */
export function checkPrices(study: Study, capInUsd: number | null, prices: Prices): void {
  if (capInUsd === null) return;
  for (const model of [...rolesOf(study).map(({model}) => model), ...modelsOfIndex(study.turf?.index)])
    if (!isLabModel(model) && prices.find(model) === null)
      throw study.errorAt(
        ["budget"],
        `no price is known of ${model}, so the budget can't be kept: add it to ${prices.file}`
      );
}

/**
 * The study with at most so many candidates in each of its searches: as many iterations, smaller ones. A search that its
 * file makes shorter stays so. Throws where it has none.
 */
export function withBudgetOfCalls(study: Study, calls: number): Study {
  const {surf} = study;
  if (surf === null) throw new UserError("the study has no search: expected US dollars, such as 20", {key: "--budget"});
  const budgetCalls = Math.min(calls, surf.budgetCalls ?? Infinity);
  const candidates = Math.min(surf.candidates, Math.ceil(budgetCalls / (surf.runs * surf.iterations)));
  const iterations = Math.min(surf.iterations, Math.ceil(budgetCalls / (surf.runs * candidates)));
  return {...study, surf: {...surf, budgetCalls, candidates, iterations}};
}

/** The study's cap, what is spent of it read from the journal. */
export function openBudget(capInUsd: number | null, journal: JournalReader): Budget | null {
  if (capInUsd === null) return null;
  let spent = 0;
  for (let ordinal = 0; ordinal < journal.size; ordinal++) {
    const record = journal.read(ordinal);
    if (journal.find(record.id) === ordinal) spent += record.cost ?? 0; // a retry's record holds what came before
  }
  return new Budget(capInUsd, spent);
}
