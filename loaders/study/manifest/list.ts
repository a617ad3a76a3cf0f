import {existsSync, readdirSync} from "node:fs";
import {basename, join} from "node:path";
import type {StudyManifest} from "../../../src/shared/manifest.js";
import {runsFolder, studiesFolder, withoutFolders} from "../../util/paths.js";
import {formatUserError, isUserError} from "../../util/user-error.js";
import {blankManifest, readManifest} from "../../store/manifest.js";
import {restoreAllReplaced} from "../../store/replace-study.js";
import {planManifest} from "./describe.js";
import {readStudy} from "../file/read-study.js";

/** Names of all studies: the files of data/studies and whatever has run or was imported. Sorted. */
export function listStudies(): string[] {
  const files = namesIn(studiesFolder()).filter((file) => file.endsWith(".yaml"));
  restoreAllReplaced();
  const runs = namesIn(runsFolder()).filter(
    (name) => !name.startsWith(".") && existsSync(join(runsFolder(), name, "study.json"))
  );
  return [...new Set([...files.map((file) => basename(file, ".yaml")), ...runs])].sort();
}

/** The manifest of a study that ran, else the plan of its file; a file that is not valid makes a failed one. */
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

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
