import type {StudyManifest} from "../../src/shared/manifest.js";
import {readManifest} from "../store/manifest.js";
import {stepNamesOf} from "../study/steps.js";
import {findStudyFile, readStudy} from "../study/file/read-study.js";
import {Progress} from "../study/run/progress.js";
import * as run from "../study/run/run-study.js";
import {UserError} from "../util/user-error.js";

/** How far a study is. */
export interface RunProgress {
  study: string;
  step: string; // the step that runs
  done: number; // parts of it that have ended: candidates, samples, traces
  scored: number; // of these, with a score
  planned: number; // parts in total
  callsPerSecond: number;
  secondsLeft: number | null; // of this step; null until there is a rate
}

export interface RunStudyOptions {
  onProgress?: (progress: RunProgress) => void; // when parts end, and once at the end
  everyInMs?: number; // min time between two of these calls; defaults to 250
  onLog?: (line: string) => void; // events outside the steps: waits, retries, the start of a model server
  signal?: AbortSignal; // stops it cleanly: answers are kept, and running it again resumes from them
  only?: readonly string[]; // steps that may make new calls; the others are read from the journal; defaults to all
  budgetInUsd?: number; // instead of the study's own
  cache?: boolean; // reuse answers from the journals of other studies; defaults to true
  retry?: "unscored"; // repeat the calls that left candidates unscored
}

/**
 * Runs or resumes a study, named by its file or by its name in `data/studies`: answers in its journal are not asked for
 * again, and a finished study is returned as it is. Resolves to the manifest, with state `stopped` if the signal was
 * aborted or the budget is used up. Throws a UserError for a study that is not valid or is being run, and the error of a
 * step that failed, after its tables are written.
 */
export async function runStudy(nameOrFile: string, options: RunStudyOptions = {}): Promise<StudyManifest> {
  const {onProgress, everyInMs = 250, onLog, ...rest} = options;
  const study = readStudy(findStudyFile(nameOrFile));
  const steps = stepNamesOf(study);
  for (const step of options.only ?? [])
    if (!steps.includes(step)) throw new UserError(`no such step in this study: ${step}; it has ${steps.join(", ")}`);
  if (run.isFinished(study) && options.retry === undefined) return readManifest(study.name)!;
  return run.runStudy(study, {...rest, log: onLog, progress: onProgress && reporting(onProgress, everyInMs)});
}

/** A progress that reports itself. */
function reporting(onProgress: (progress: RunProgress) => void, everyInMs: number): Progress {
  const progress = new Progress();
  let last = -Infinity;
  const report = (): void => {
    last = performance.now();
    const {study, step, done, scored, planned, callsPerSecond, secondsLeft} = progress.snapshot();
    onProgress({study, step, done, scored, planned, callsPerSecond, secondsLeft});
  };
  progress.onPart = () => {
    if (performance.now() - last >= everyInMs) report();
  };
  progress.onEnd = report;
  return progress;
}
