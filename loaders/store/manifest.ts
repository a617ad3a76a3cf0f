import {mkdirSync, readFileSync} from "node:fs";
import {dirname, join} from "node:path";
import type {StudyManifest} from "../../src/shared/manifest.js";
import packageJson from "../../package.json" with {type: "json"};
import {writeAtomically} from "../util/atomic-file.js";
import {studyFolder} from "../util/paths.js";
import {restoreReplaced} from "./replace-study.js";
import {checkHeld} from "./lock.js";

export const packageVersion: string = packageJson.version;

const manifestPath = (study: string): string => join(studyFolder(study), "study.json");

/** The manifest of a study; undefined when the study has not started, or the file is unreadable. */
export function readManifest(study: string): StudyManifest | undefined {
  try {
    const manifest = JSON.parse(readFileSync(manifestPath(study), "utf8")) as StudyManifest;
    return {...manifest, steps: manifest.steps ?? []}; // an earlier version wrote none
  } catch {
    return restoreReplaced(study) ? readManifest(study) : undefined;
  }
}

/** Writes the manifest in one step: a reader sees the old one or the new one. */
export function writeManifest(manifest: StudyManifest): void {
  const path = manifestPath(manifest.name);
  checkHeld(dirname(path));
  mkdirSync(dirname(path), {recursive: true});
  writeAtomically(path, `${JSON.stringify(manifest, null, 2)}\n`);
}

/** The manifest of a study of which nothing is known but its name. */
export const blankManifest = (name: string): StudyManifest => ({
  version: 1,
  name,
  title: name,
  origin: "own",
  source: `data/studies/${name}.yaml`,
  state: "planned",
  error: null,
  started: null,
  updated: null,
  steps: [],
  models: {},
  rubrics: [],
  settings: {},
  attributes: null,
  counts: {candidates: 0, scored: 0, unscored: 0, flagged: 0, findings: 0},
  unscored: {},
  spend: {calls: 0, inputTokens: 0, outputTokens: 0, cost: 0},
  notes: [],
  tables: "",
  fingerprint: null,
  packageVersion
});
