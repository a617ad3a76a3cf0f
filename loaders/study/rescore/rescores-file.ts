import {existsSync, mkdirSync, readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import type {Rescore} from "../../../src/shared/rescore.js";
import {writeAtomically} from "../../util/atomic-file.js";
import {studyFolder} from "../../util/paths.js";

/** Everything of a study's rescores: a journal of their calls, and a file for each. */
export const rescoresFolder = (study: string): string => join(studyFolder(study), "rescores");

/** Writes a rescore in one step; an earlier state of it is replaced. */
export function writeRescore(rescore: Rescore): void {
  const folder = rescoresFolder(rescore.study);
  mkdirSync(folder, {recursive: true});
  writeAtomically(join(folder, `${rescore.name}.json`), `${JSON.stringify(rescore)}\n`);
}

/** The rescores of a study, the latest first. One that can't be read is left out. */
export function readRescores(study: string): Rescore[] {
  const folder = rescoresFolder(study);
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];
  return names.flatMap((name) => read(join(folder, name)) ?? []).sort((a, b) => (a.at < b.at ? 1 : -1));
}

function read(path: string): Rescore | undefined {
  try {
    const rescore = JSON.parse(readFileSync(path, "utf8")) as Rescore;
    return rescore.version === 1 ? rescore : undefined;
  } catch {
    return undefined;
  }
}
