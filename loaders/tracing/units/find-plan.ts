import {rmSync} from "node:fs";
import {readPlan, writePlan} from "../../engine/plan-file.js";
import {indexStages, type IndexStage} from "../../../src/shared/indexManifest.js";
import {mergeUnits} from "../../engine/merge-units.js";
import {workOfIndex} from "../../engine/unit.js";
import {unitFiles} from "../../engine/unit-files.js";
import {isUnitDone} from "../../engine/unit-record.js";
import {hasStage, stageFingerprints} from "../../turf/index/build-index.js";
import {indexFiles} from "../../turf/index/files.js";
import {movesOf} from "../../turf/shards/index-parts.js";
import {hasParts} from "../../turf/shards/placed-file.js";
import {forgetResult} from "../../turf/shards/result.js";
import {UserError} from "../../util/user-error.js";
import {corpusOf} from "../corpus-source.js";
import {checkIndexName} from "../index-corpus.js";
import {stagesOf} from "./index-work.js";
import type {IndexPlan, IndexRequest, IndexUnit} from "./index-plan.js";
import {placed} from "./placed.js";
import {fingerprintOf, planIndex, type IndexPlanRequest} from "./plan-index.js";
import {outputOf, UnitFolders} from "./unit-folders.js";

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

/**
 * Units are done again whose stage the index had and has no more, or whose parts of files are gone: it was made otherwise
 * in the meantime.
 */
function forgetUndone(plan: IndexPlan): void {
  const {name, corpus, files, settings} = plan.index;
  const source = corpusOf(corpus, {sampling: settings.sampling, files});
  const fingerprints = stageFingerprints({corpus: source, settings});
  const isDone = ({id}: IndexUnit): boolean => isUnitDone(plan.work, id, plan.fingerprint);
  const isLeft = (stage: IndexStage): boolean => !hasStage(name, stage, fingerprints.get(stage)!);
  const folders = new UnitFolders(plan, fingerprints);
  const closed = indexStages.filter(isLeft).map((stage) => {
    const own = plan.units.filter((unit) => stagesOf(unit).includes(stage));
    return own.every(isDone) ? own : [];
  });
  const lost = Object.entries(placed).map(([task, {stage, partsOf, list}]) => {
    const own = plan.units.filter((unit) => unit.task === task);
    const {files: from, note} = partsOf(folders);
    return isLeft(stage) && own.some(isDone) && !hasParts(note, movesOf(list, from, indexFiles(name))) ? own : [];
  });
  forget(plan, [...closed, ...lost].flat());
}

function forget({work}: IndexPlan, units: readonly IndexUnit[]): void {
  for (const unit of units) {
    rmSync(unitFiles(work, unit.id).record, {force: true});
    if (unit.task in placed) forgetResult(outputOf(work, unit));
  }
}

/** The plan that an index has. Throws a UserError if there is none, or the corpus has changed since. */
export function openIndexPlan(index: string): IndexPlan {
  const work = workOfIndex(index);
  const plan = readPlan<IndexPlan>(work);
  if (plan === undefined)
    throw new UserError(`no units are planned for the index ${index}: expected surfturf plan <index file> first`);
  if (fingerprintOf(plan.index, plan.options.shards) === plan.fingerprint) return plan;
  throw new UserError(
    "the corpus, or this program, has changed since it was divided into units: plan it again (surfturf plan)",
    {
      file: plan.index.corpus
    }
  );
}
