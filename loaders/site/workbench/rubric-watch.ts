import {watch} from "chokidar";
import {readRubric} from "../../measure/rubric-file.js";
import {isFreeModel} from "../../step/role.js";
import {readManifest} from "../../store/manifest.js";
import {maybeStudyFile, readStudy, rubricFiles} from "../../study/file/read-study.js";
import {listStudies} from "../../study/manifest/list.js";
import {rescore} from "../../study/rescore/rescore.js";
import {rubricsFolder} from "../../util/paths.js";
import {needsJudge, type Rubric} from "../../util/rubric.js";
import {formatUserError, isUserError} from "../../util/user-error.js";
import {currentStudyMarks} from "./marks-place.js";

const sample = 30; // answers that a saved rubric is tried on

/**
 * Tries a rubric on a sample of every study that has one of its name, whenever its file is saved: a file of a study, or
 * any in data/rubrics. Judges that cost money are asked within the budget of the study, and not without one.
 */
export function watchRubrics(log: (line: string) => void): {close(): Promise<void>} {
  const watcher = watch([rubricsFolder(), ...studyFiles().flatMap(filesOf)], {
    ignoreInitial: true,
    awaitWriteFinish: {stabilityThreshold: 100, pollInterval: 50}
  });
  let stop = new AbortController();
  let busy: Promise<void> = Promise.resolve();
  const onSave = (path: string): void => {
    if (!/\.ya?ml$/i.test(path)) return;
    stop.abort(new Error("the rubric was saved again"));
    stop = new AbortController();
    const {signal} = stop;
    busy = busy.then(() => tryRubric(path, signal, log));
  };
  watcher.on("add", onSave).on("change", onSave);
  return {
    async close() {
      stop.abort(new Error("stopped"));
      await watcher.close();
      await busy;
    }
  };
}

const studyFiles = (): string[] => listStudies().flatMap((study) => maybeStudyFile(study) ?? []);

function filesOf(studyFile: string): string[] {
  try {
    return rubricFiles(studyFile);
  } catch (error) {
    if (isUserError(error)) return [];
    throw error;
  }
}

async function tryRubric(path: string, signal: AbortSignal, log: (line: string) => void): Promise<void> {
  const say = (about: string, error: unknown): void =>
    log(`${about}: ${isUserError(error) ? formatUserError(error) : (error as Error).message}`);
  try {
    const rubric = readRubric(path);
    for (const study of listStudies()) {
      if (signal.aborted) return;
      if (hasAnother(study, rubric)) await tryOn(study, path, rubric, signal, log).catch((error) => say(study, error));
    }
  } catch (error) {
    say("the saved rubric is not tried", error);
  }
}

/** Whether a study has answers scored by a rubric of that name with another text, rule or threshold. */
function hasAnother(study: string, {name, hash, threshold}: Rubric): boolean {
  const manifest = readManifest(study);
  const own = manifest?.rubrics.find((each) => each.name === name);
  return own !== undefined && manifest!.tables !== "" && (own.hash !== hash || own.threshold !== threshold);
}

async function tryOn(
  study: string,
  path: string,
  rubric: Rubric,
  signal: AbortSignal,
  log: (line: string) => void
): Promise<void> {
  const file = maybeStudyFile(study);
  const own = file === undefined ? null : readStudy(file);
  const paid = needsJudge(rubric) ? (own?.judges ?? []).filter(({model}) => !isFreeModel(model)) : [];
  if (paid.length > 0 && own?.budgetInUsd == null)
    return log(
      `${study}: not scored again by ${rubric.name}: ${paid[0]!.model} costs money, and the study has no budget (docs/review.md)`
    );
  log(`${study}: scoring ${sample} answers again by ${rubric.name}`);
  const {rows, state} = await rescore(
    {study, rubric: path, of: rubric.name, sample},
    {signal, log, marks: currentStudyMarks(study), budgetInUsd: own?.budgetInUsd ?? null}
  );
  log(`${study}: ${rows.length} answers scored again by ${rubric.name}: ${state}; see the page Rescored`);
}
