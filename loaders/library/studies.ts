import {resolve} from "node:path";
import type {StudyManifest} from "../../src/shared/manifest.js";
import * as list from "../study/manifest/list.js";
import {UserError} from "../util/user-error.js";

/**
 * Names the folder to work in: the one that has `data/`. Without this, it is the nearest folder, upwards from the current
 * one, whose package.json depends on surfturf. It holds for the whole process.
 */
export function useWorkspace(folder: string): void {
  process.env.SURFTURF_WORKSPACE = resolve(folder);
}

/** Names of all studies, sorted: those that have a file in `data/studies`, and those that ran or were imported. */
export const listStudies = (): string[] => list.listStudies();

/**
 * The manifest of a study: title, origin, state, settings, counts, spend. For one that never ran it is the plan, with
 * state `planned`, or `failed` if its file is not valid. Throws a UserError if there is no such study.
 */
export function describeStudy(study: string): StudyManifest {
  checkStudy(study);
  return list.describeStudy(study);
}

/** Throws a UserError unless there is such a study. */
export function checkStudy(study: string): void {
  const known = list.listStudies();
  if (known.includes(study)) return;
  throw new UserError(`no such study: ${study}; there are ${known.join(", ") || "none"}`);
}
