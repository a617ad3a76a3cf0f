import type {IndexManifest} from "../../../src/shared/indexManifest.js";
import {checkNoOthers} from "../../engine/slurm/others.js";
import {dryRunInWords} from "../../engine/slurm/dry-run.js";
import {runOnSlurm, type FollowOptions, type PlanEnd} from "../../engine/slurm/follow.js";
import {readEngine, type EngineSettings} from "../../engine/settings.js";
import {isUnitDone} from "../../engine/unit-record.js";
import {readIndexManifest} from "../../turf/index/manifest.js";
import {doIndexUnit} from "./do-unit.js";
import {makeIndexPlan} from "./find-plan.js";
import type {IndexPlan, IndexRequest, IndexUnit} from "./index-plan.js";
import type {DoIndexUnitOptions} from "./index-work.js";
import {planIndex, type IndexPlanRequest} from "./plan-index.js";

/** Does the units of a plan one after the other in this process, those that are left. */
export async function runUnitsHere(
  plan: IndexPlan,
  {onUnit, ...options}: DoIndexUnitOptions & {onUnit?: (unit: IndexUnit) => void}
): Promise<IndexManifest> {
  for (const unit of plan.units) {
    if (isUnitDone(plan.work, unit.id, plan.fingerprint)) continue;
    onUnit?.(unit);
    await doIndexUnit(plan, unit, {...options, wait: true});
  }
  return readIndexManifest(plan.index.name)!;
}

/** How an index on an engine ended; its manifest once it was put together. */
export interface IndexEnd extends PlanEnd {
  manifest: IndexManifest | undefined;
}

export type EngineIndexOptions = IndexPlanRequest & FollowOptions;

/**
 * Makes an index on an engine, or goes on with it. Throws a UserError where jobs of an earlier form of it are still in
 * the queue, another process follows them, or the cluster refuses a job.
 */
export async function indexOnEngine(
  index: IndexRequest,
  engine: string,
  {signal, command, log, onLook, ...request}: EngineIndexOptions
): Promise<IndexEnd> {
  const settings = readEngine(engine);
  await checkNoOthers(planIndex(index, requestFor(settings, request)), index.corpus);
  const plan = await makeIndexPlan(index, requestFor(settings, request));
  const end = await runOnSlurm(plan, settings, {signal, command, log, onLook});
  return {...end, manifest: end.state === "done" ? readIndexManifest(index.name) : undefined};
}

const requestFor = ({width, limits}: EngineSettings, request: IndexPlanRequest): IndexPlanRequest => ({
  ...request,
  ...{atOnce: width, limits}
});

/** What `--dry-run` prints: the command and the script of each job. Nothing is written or submitted. */
export function describeIndexDryRun(
  index: IndexRequest,
  engine: string,
  request: IndexPlanRequest,
  command: readonly string[]
): string {
  const settings = readEngine(engine);
  return dryRunInWords(planIndex(index, requestFor(settings, request)), settings, command);
}
