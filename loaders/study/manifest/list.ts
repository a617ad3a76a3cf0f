import {existsSync, readdirSync} from "node:fs";
import {basename, join} from "node:path";
import type {StudyManifest} from "../../../src/shared/manifest.js";
import {runsFolder, studiesFolder, withoutFolders} from "../../util/paths.js";
import {formatUserError, isUserError} from "../../util/user-error.js";
import {blankManifest, readManifest} from "../../store/manifest.js";
import {restoreAllReplaced} from "../../store/replace-study.js";
import {planManifest} from "./describe.js";
import {readStudy} from "../file/read-study.js";

/** An environment variable that names studies, by commas, which a site leaves out: they are still running. */
export const laterVariable = "SURFTURF_LATER";

/** Names of all studies, sorted: files in data/studies, and studies that ran or were imported. */
export function listStudies(): string[] {
  const later = new Set(process.env[laterVariable]?.split(","));
  const files = namesIn(studiesFolder()).filter((file) => file.endsWith(".yaml"));
  restoreAllReplaced();
  const runs = namesIn(runsFolder()).filter(
    (name) => !name.startsWith(".") && existsSync(join(runsFolder(), name, "study.json"))
  );
  return [...new Set([...files.map((file) => basename(file, ".yaml")), ...runs])]
    .filter((name) => !later.has(name))
    .sort();
}

/** The manifest of a study that ran, or else a plan from its file. It has the state `failed` if the file is invalid. */
export function describeStudy(study: string): StudyManifest {
  const manifest = readManifest(study);
  if (manifest !== undefined) return manifest;
  try {
    return planManifest(readStudy(join(studiesFolder(), `${study}.yaml`)));
  } catch (error) {
    if (!isUserError(error)) throw error;
    return {...blankManifest(study), state: "failed", error: withoutFolders(formatUserError(error))};
  }
}

/** All studies in the order in which readers meet them: those of recorded models, the lab's, the others by name. */
export function shownStudies(): StudyManifest[] {
  const studies = listStudies().map(describeStudy);
  const place = (study: StudyManifest): number => (!isMetFirst(study) ? 2 : study.name === "lab" ? 1 : 0);
  return studies.sort((a, b) => place(a) - place(b)); // stable
}

/** Whether a study is one of those that readers meet first: not one that indexes a corpus or plays many models. */
export const isMetFirst = ({name, recordings, steps}: Pick<StudyManifest, "name" | "recordings" | "steps">): boolean =>
  name === "lab" || (recordings !== undefined && steps.every((step) => step.name !== "ablation"));

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
