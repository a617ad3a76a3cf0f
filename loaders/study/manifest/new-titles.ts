import {isDeepStrictEqual} from "node:util";
import type {StudyManifest} from "../../../src/shared/manifest.js";
import type {Study} from "../../step/study.js";
import {lockStudy} from "../../store/lock.js";
import {readManifest, writeManifest} from "../../store/manifest.js";
import {planManifest} from "./describe.js";

/**
 * The manifest of a finished study with the title, the names of models and the settings that its file has now. None of
 * them changes a result, so the study is not run again for them. What changed is written down.
 */
export async function withNewTitles(study: Study): Promise<StudyManifest> {
  const before = readManifest(study.name)!;
  const {title, names, settings} = planManifest(study);
  const {names: _, ...rest} = before;
  const now = {...rest, title, settings, ...(names !== undefined && {names})};
  if (isDeepStrictEqual(JSON.parse(JSON.stringify(now)), before)) return before;
  const release = await lockStudy(study.name);
  try {
    writeManifest(now);
  } finally {
    await release();
  }
  return now;
}
