import {readPlan, writePlan} from "../../engine/plan-file.js";
import {mergeUnits} from "../../engine/merge-units.js";
import {workOfIndex} from "../../engine/unit.js";
import {UserError} from "../../util/user-error.js";
import {checkIndexName} from "../index-corpus.js";
import type {IndexPlan, IndexRequest} from "./index-plan.js";
import {fingerprintOf, planIndex, type IndexPlanRequest} from "./plan-index.js";

/** The plan of an index, on disk from now on. What units of an earlier plan asked is in the journal of the index. */
export async function makeIndexPlan(index: IndexRequest, request: IndexPlanRequest = {}): Promise<IndexPlan> {
  checkIndexName(index.name);
  const before = readPlan<IndexPlan>(workOfIndex(index.name));
  const plan = planIndex(index, request);
  if (before !== undefined && before.fingerprint !== plan.fingerprint) await mergeUnits(before);
  writePlan(plan);
  return plan;
}

/** The plan that an index has. Throws a UserError if there is none, or the corpus has changed since. */
export function openIndexPlan(index: string): IndexPlan {
  const work = workOfIndex(index);
  const plan = readPlan<IndexPlan>(work);
  if (plan === undefined)
    throw new UserError(`no units are planned for the index ${index}: expected surfturf plan <index file> first`);
  if (fingerprintOf(plan.index, plan.options.shards) === plan.fingerprint) return plan;
  throw new UserError("the corpus has changed since it was divided into units: plan it again (surfturf plan)", {
    file: plan.index.corpus
  });
}
