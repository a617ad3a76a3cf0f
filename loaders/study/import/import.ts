import {existsSync, statSync} from "node:fs";
import {join} from "node:path";
import type {StudyManifest} from "../../../src/shared/manifest.js";
import {isReferenceFolder} from "../../corpus/released/reference-sweep.js";
import {lockStudy} from "../../store/lock.js";
import {clearDraft, draftOf, publishDraft} from "../../store/replace-study.js";
import {studiesFolder} from "../../util/paths.js";
import {checkName} from "../../util/name.js";
import {UserError} from "../../util/user-error.js";
import {findLogs} from "../../corpus/inspect/find-logs.js";
import {importFindings} from "./import-findings.js";
import type {ImportOptions} from "./import-options.js";
import {importSweep} from "./import-sweep.js";
import {importLogs} from "./inspect/import-logs.js";
import {readManifest} from "../../store/manifest.js";

/**
 * Reads results made elsewhere into the tables of a study: a sweep or run folder of the released code, the published
 * findings JSON, or Inspect logs. Lines that can't be read are skipped and noted. A study that it replaces stays as it is until the new
 * one is whole. Throws a UserError when there is nothing to read.
 */
export async function importStudy(path: string, name: string, options: ImportOptions = {}): Promise<StudyManifest> {
  checkIsFree(name, options.overwrite ?? false);
  const write = await readerOf(path)(path, name, options);
  const release = await lockStudy(name);
  try {
    clearDraft(name);
    const manifest = await write(draftOf(name));
    publishDraft(manifest);
    return manifest;
  } finally {
    clearDraft(name);
    await release();
  }
}

function readerOf(path: string): typeof importSweep {
  const stats = existsSync(path) ? statSync(path) : undefined;
  if (stats === undefined) throw new UserError("no such file or folder", {file: path});
  if (isReferenceFolder(path)) return importSweep;
  if (findLogs(path).length > 0) return importLogs;
  if (stats.isFile() && path.endsWith(".json")) return importFindings;
  const expected = "expected a folder with results.jsonl or runs/, a findings .json file, or Inspect logs (.eval)";
  throw new UserError(expected, {file: path});
}

function checkIsFree(name: string, overwrite: boolean): void {
  checkName(name, {key: "--name"});
  if (existsSync(join(studiesFolder(), `${name}.yaml`)))
    throw new UserError(`${name} is a study file of yours: choose another name`, {key: "--name"});
  const there = readManifest(name);
  if (there === undefined || (overwrite && there.fingerprint === null)) return;
  const cure = there.fingerprint === null ? "add --overwrite to replace it" : "choose another name";
  throw new UserError(`study ${name} is already there: ${cure}`, {key: "--name"});
}
