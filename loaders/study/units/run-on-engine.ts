import type {StudyManifest} from "../../../src/shared/manifest.js";
import {readEngine, type EngineSettings} from "../../engine/settings.js";
import {dryRun, runOnSlurm, type PlanEnd} from "../../engine/slurm/follow.js";
import {shellWord} from "../../engine/slurm/job.js";
import {JobsLog} from "../../engine/slurm/jobs-log.js";
import {readPlan} from "../../engine/plan-file.js";
import type {Plan} from "../../engine/unit.js";
import {findTasks, isLive} from "../../engine/slurm/client.js";
import {readManifest} from "../../store/manifest.js";
import {checkPrices} from "../run/budget.js";
import {readPrices} from "../../model/prices.js";
import {UserError} from "../../util/user-error.js";
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
  await checkNoOthers(nameOrPath, request, settings);
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

const requestFor = ({parts, width, limits}: EngineSettings, request: PlanRequest): PlanRequest => ({
  ...request,
  ...{parts, atOnce: width, limits}
});

/** Jobs of another plan do other work under the same numbers. */
async function checkNoOthers(nameOrPath: string, request: PlanRequest, settings: EngineSettings): Promise<void> {
  const {name} = readStudy(findStudyFile(nameOrPath));
  const before = readPlan(name);
  const jobs = new JobsLog(name);
  if (before === undefined || jobs.all.length === 0) return;
  const next = planStudy(readStudy(findStudyFile(nameOrPath)), requestFor(settings, request));
  if (isSamePlan(before, next)) return;
  const live = (await findTasks(jobs.all.map((job) => job.name))).filter(isLive);
  if (live.length > 0)
    throw new UserError(
      `${live.length} units of an earlier form of the study, or with other settings, are in the queue: ` +
        `wait for them, or end them with surfturf stop ${name}`,
      {file: nameOrPath}
    );
}

const isSamePlan = (a: Plan, b: Plan): boolean => JSON.stringify(a) === JSON.stringify({...b, file: a.file});

/** What `--dry-run` prints: the command and the script of each job. Nothing is written or submitted. */
export function describeDryRun(
  nameOrPath: string,
  engine: string,
  request: PlanRequest,
  command: readonly string[]
): string {
  const settings = readEngine(engine);
  const plan = planStudy(readStudy(findStudyFile(nameOrPath)), requestFor(settings, request));
  return dryRun(plan, settings, command)
    .map(({args, script}) => [`$ sbatch ${args.map(shellWord).join(" ")}`, script].join("\n"))
    .join("\n");
}
