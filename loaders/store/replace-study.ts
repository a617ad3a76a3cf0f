import {cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import type {StudyManifest} from "../../src/shared/manifest.js";
import {runsFolder, studyFolder} from "../util/paths.js";

/** The name under which the tables of a study are written before they take its place; no study has such a name. */
export const draftOf = (study: string): string => `.${study}.draft`;

/** The study that a name is of: its own, or that of its draft. */
export const studyOfDraft = (name: string): string => /^\.(.+)\.draft$/.exec(name)?.[1] ?? name;

const replacedOf = (study: string): string => `.${study}.replaced`;

const written = ["study.json", "tables"]; // by whoever writes the draft
const maxTries = 5;

/** Takes away what a process that was killed left of a draft. The study must be locked. */
export const clearDraft = (study: string): void => rmSync(studyFolder(draftOf(study)), {recursive: true, force: true});

/**
 * Puts a draft and its manifest in the place of a study. Until then the old study is whole, from then on the new one;
 * what else is in the study's folder stays. Between the two renames that this takes the study has no folder: a process
 * that dies there leaves it to `restoreReplaced`. The study must be locked.
 */
export function publishDraft(manifest: StudyManifest): void {
  const {name} = manifest;
  const [folder, draft, replaced] = [name, draftOf(name), replacedOf(name)].map(studyFolder) as [
    string,
    string,
    string
  ];
  mkdirSync(draft, {recursive: true});
  writeFileSync(join(draft, "study.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  for (const entry of readdirSync(folder))
    if (!written.includes(entry)) cpSync(join(folder, entry), join(draft, entry), {recursive: true});
  rmSync(replaced, {recursive: true, force: true});
  for (let tries = 1; ; tries++) {
    renameSync(folder, replaced);
    try {
      renameSync(draft, folder);
      break;
    } catch (error) {
      restoreReplaced(name); // a reader may have done so in between
      if (tries === maxTries) throw error;
    }
  }
  rmSync(replaced, {recursive: true, force: true});
}

/** Gives a study back its folder where a process died while it replaced it. True when there was one to give back. */
export function restoreReplaced(study: string): boolean {
  const [folder, replaced] = [study, replacedOf(study)].map(studyFolder) as [string, string];
  if (existsSync(folder) || !existsSync(replaced)) return false;
  try {
    renameSync(replaced, folder);
    return true;
  } catch {
    return false;
  }
}

/** The same for every study. */
export function restoreAllReplaced(): void {
  if (!existsSync(runsFolder())) return;
  for (const entry of readdirSync(runsFolder())) {
    const [, study] = /^\.(.+)\.replaced$/.exec(entry) ?? [];
    if (study !== undefined) restoreReplaced(study);
  }
}
