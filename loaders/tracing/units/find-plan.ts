import {rmSync} from "node:fs";
import {readPlan, writePlan} from "../../engine/plan-file.js";
import {mergeUnits} from "../../engine/merge-units.js";
import {workOfIndex} from "../../engine/unit.js";
import {unitFiles} from "../../engine/unit-files.js";
import {isUnitDone} from "../../engine/unit-record.js";
import {hasStage, stageFingerprints} from "../../turf/index/build-index.js";
import {UserError} from "../../util/user-error.js";
import {corpusOf} from "../corpus-source.js";
import {checkIndexName} from "../index-corpus.js";
import {stagesOf} from "./index-work.js";
import type {IndexPlan, IndexRequest} from "./index-plan.js";
import {fingerprintOf, planIndex, type IndexPlanRequest} from "./plan-index.js";

/** The plan of an index, on disk from now on. What units of an earlier plan asked is in the journal of the index. */
export async function makeIndexPlan(index: IndexRequest, request: IndexPlanRequest = {}): Promise<IndexPlan> {
  checkIndexName(index.name);
  const before = readPlan<IndexPlan>(workOfIndex(index.name));
  const plan = planIndex(index, request);
  if (before !== undefined && before.fingerprint !== plan.fingerprint) await mergeUnits(before);
  forgetUndone(plan);
  writePlan(plan);
  return plan;
}

/** Units are done again whose stage the index had and has no more: it was made otherwise in the meantime. */
function forgetUndone(plan: IndexPlan): void {
  const {name, corpus, files, settings} = plan.index;
  const source = corpusOf(corpus, {sampling: settings.sampling, files});
  for (const [stage, fingerprint] of stageFingerprints({corpus: source, settings})) {
    const own = plan.units.filter((unit) => stagesOf(unit).includes(stage));
    const isClosed = own.length > 0 && own.every(({id}) => isUnitDone(plan.work, id, plan.fingerprint));
    if (!isClosed || hasStage(name, stage, fingerprint)) continue;
    for (const {id} of own) rmSync(unitFiles(plan.work, id).record, {force: true});
  }
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
