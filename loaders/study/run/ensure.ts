import {existsSync} from "node:fs";
import {join} from "node:path";
import {setTimeout} from "node:timers/promises";
import {isHeld} from "../../store/lock.js";
import {studiesFolder} from "../../util/paths.js";
import {formatUserError, isUserError} from "../../util/user-error.js";
import {readManifest} from "../../store/manifest.js";
import {isFree} from "../manifest/provenance.js";
import {readStudy} from "../file/read-study.js";
import {isFinished, runStudy} from "./run-study.js";
import type {Study} from "../../step/study.js";

/**
 * Makes sure that a page has tables to show: runs or resumes a study that is not finished, if it costs nothing. A study
 * with a paid provider, an imported one and one with an invalid file stay as they are. While another process runs the
 * study, returns as soon as there are tables. Errors in a study's inputs go to `log`.
 */
export async function ensureStudy(
  name: string,
  log: (line: string) => void = (line) => void process.stderr.write(`${line}\n`)
): Promise<void> {
  const study = maybeStudy(name);
  if (study === undefined || !isFree(study)) return;
  while (!isFinished(study)) {
    if (await isHeld(name)) {
      if (readManifest(name)?.tables) return;
      await setTimeout(200);
      continue;
    }
    try {
      await runStudy(study);
    } catch (error) {
      if (await isHeld(name)) continue; // another process was faster
      if (!isUserError(error)) throw error;
      return log(formatUserError(error));
    }
  }
}

function maybeStudy(name: string): Study | undefined {
  const file = join(studiesFolder(), `${name}.yaml`);
  if (!existsSync(file)) return undefined;
  try {
    return readStudy(file);
  } catch (error) {
    if (isUserError(error)) return undefined; // the page shows what is wrong with the file
    throw error;
  }
}
