import type {StudyManifest} from "../../src/shared/manifest.js";
import {readTable} from "../store/tables.js";
import {readRescores} from "../study/rescore/rescores-file.js";
import {allStudyPages} from "./stage/own-pages.js";

type Study = Pick<StudyManifest, "name" | "origin" | "state" | "steps" | "models" | "counts">;

/** What was added to a study apart from its steps. */
interface Added {
  traces: number;
  rescores: number;
}

/** Paths of the pages of a study that the sidebar lists: those that have something to show. */
export async function listedPages(study: Study): Promise<string[]> {
  const traces = (await readTable(study.name, "traces")) ?? [];
  const added = {traces: traces.length, rescores: readRescores(study.name).length};
  const paths = allStudyPages().map(({path}) => path);
  return paths.filter((path) => hasData(path, study, added));
}

/**
 * Whether a page has something to show, or will have soon: while a study runs, its pages fill. Pages that are not named
 * here always have.
 */
export function hasData(path: string, study: Study, {traces, rescores}: Added): boolean {
  const {origin, models, counts} = study;
  const isPublished = origin === "published";
  const isOneThere = (steps: readonly string[]): boolean => steps.some((step) => isThere(step, study));
  switch (path) {
    case "findings":
      return counts.findings > 0 || isAhead("surf", study);
    case "search":
    case "attributes":
      return !isPublished && isThere("surf", study);
    case "explore":
    case "candidates":
      return isThere("surf", study);
    case "confirm":
      return isThere("confirm", study) || (isPublished && counts.findings > 0);
    case "robustness":
    case "ablation":
      return isThere(path, study);
    case "probes":
      return isOneThere(probing);
    case "models":
      return ((models.target ?? []).length > 1 || models.contrast !== undefined) && isOneThere(asking);
    case "review":
      return asking.some((step) => isAhead(step, study)) || study.steps.some(isScored);
    case "rescored":
      return rescores > 0;
    case "tracing":
      return traces > 0 || isAhead("turf", study);
    default:
      return true;
  }
}

const probing = ["confirm", "robustness", "probe"];
const asking = ["surf", ...probing]; // steps whose answers are scored

/** Whether a step has answers with a score. */
const isScored = ({name, done, unscored}: Study["steps"][number]): boolean => asking.includes(name) && done > unscored;

/** Whether a step has done something, or will soon. */
const isThere = (step: string, study: Study): boolean =>
  study.steps.some(({name, done}) => name === step && done > 0) || isAhead(step, study);

/** Whether a step is one of a study that runs now. One that was only planned, or has stopped, may never be run. */
const isAhead = (step: string, {steps, state}: Study): boolean =>
  state === "running" && steps.some(({name}) => name === step);
