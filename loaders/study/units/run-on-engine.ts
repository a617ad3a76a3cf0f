import type {StudyManifest} from "../../../src/shared/manifest.js";
import {readEngine, type EngineSettings} from "../../engine/settings.js";
import {checkNoOthers} from "../../engine/slurm/others.js";
import {dryRunInWords} from "../../engine/slurm/dry-run.js";
import {runOnSlurm, type PlanEnd} from "../../engine/slurm/follow.js";
import {readManifest} from "../../store/manifest.js";
import {checkPrices} from "../run/budget.js";
import {readPrices} from "../../model/prices.js";
import type {Progress} from "../run/progress.js";
import {findStudyFile, readStudy} from "../file/read-study.js";
import {makePlan} from "./find-plan.js";
import {planStudy, type PlanRequest} from "./plan-study.js";
import {UnitsProgress} from "./units-progress.js";

export interface EngineRunOptions extends Pick<PlanRequest, "budgetInUsd" | "budgetInCalls" | "cache"> {
  signal: AbortSignal; // ends all jobs
  progress: Progress;
  command: readonly string[]; // of surfturf, for nodes
  log: (line: string) => void;
}

/** How a study on an engine ended; its manifest once it was put together. */
export interface EngineEnd extends PlanEnd {
  manifest: StudyManifest | undefined;
}

/**
 * Runs a study on an engine, or goes on with it. Throws a UserError where jobs of an earlier form of the study are still
 * in the queue, another process follows them, or the cluster refuses a job.
 */
export async function runOnEngine(
  nameOrPath: string,
  engine: string,
  {signal, progress, command, log, ...request}: EngineRunOptions
): Promise<EngineEnd> {
  const settings = readEngine(engine);
  const next = planStudy(readStudy(findStudyFile(nameOrPath)), requestFor(settings, request));
  await checkNoOthers(next, nameOrPath);
  const {study, plan} = makePlan(nameOrPath, requestFor(settings, request));
  checkPrices(study, plan.options.budgetInUsd, readPrices());
  const shown = new UnitsProgress(study.name, progress);
  try {
    const end = await runOnSlurm(plan, settings, {signal, command, log, onLook: shown.update});
    return {...end, manifest: end.state === "done" ? readManifest(study.name) : undefined};
  } finally {
    progress.end();
  }
}

const requestFor = ({parts, shards, width, limits}: EngineSettings, request: PlanRequest): PlanRequest => ({
  ...request,
  ...{parts, atOnce: width, limits},
  ...(shards !== undefined && {shards})
});

/** What `--dry-run` prints: the command and the script of each job. Nothing is written or submitted. */
export function describeDryRun(
  nameOrPath: string,
  engine: string,
  request: PlanRequest,
  command: readonly string[]
): string {
  const settings = readEngine(engine);
  const plan = planStudy(readStudy(findStudyFile(nameOrPath)), requestFor(settings, request));
  return dryRunInWords(plan, settings, command);
}
