import {mkdirSync, readFileSync, renameSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import type {StudyManifest} from "../../src/shared/manifest.js";
import packageJson from "../../package.json" with {type: "json"};
import {studyFolder} from "../util/paths.js";

export const packageVersion: string = packageJson.version;

const manifestPath = (study: string): string => join(studyFolder(study), "study.json");

/** What a study says about itself; undefined when it has not begun, or the file is not readable. */
export function readManifest(study: string): StudyManifest | undefined {
  try {
    const manifest = JSON.parse(readFileSync(manifestPath(study), "utf8")) as StudyManifest;
    return {...manifest, steps: manifest.steps ?? []}; // of an earlier version
  } catch {
    return undefined;
  }
}

/** Writes the manifest in one step: a reader sees the old one or the new one. */
export function writeManifest(manifest: StudyManifest): void {
  const path = manifestPath(manifest.name);
  mkdirSync(dirname(path), {recursive: true});
  const draft = `${path}.${process.pid}.draft`;
  writeFileSync(draft, `${JSON.stringify(manifest, null, 2)}\n`);
  renameSync(draft, path);
}
