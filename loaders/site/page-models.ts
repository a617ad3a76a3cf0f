import type {StudyManifest} from "../../src/shared/manifest.js";
import {namesIn, type ModelNames} from "../../src/shared/modelNames.js";
import {describeStudy, shownStudies} from "../study/manifest/list.js";

/**
 * What the head of a page says of models: how those of its study are shown, or on a page of no study those of all. Empty
 * where each is shown as its id. `src/ui/modelName.ts` reads it.
 */
export function pageModels(path: string): string {
  const [, study] = /^\/studies\/([^/]+)\//.exec(path) ?? [];
  const studies = study === undefined ? shownStudies() : [describeStudy(study)];
  const names = studies.flatMap((manifest) => {
    const changed = changedNames(manifest);
    return Object.keys(changed).length === 0 ? [] : [[manifest.name, changed] as const];
  });
  if (names.length === 0) return "";
  return `<meta name="surfturf-models" content="${escaped(JSON.stringify(Object.fromEntries(names)))}">`;
}

/** The models that are not shown as their id. */
const changedNames = (manifest: StudyManifest): ModelNames =>
  Object.fromEntries(Object.entries(namesIn(manifest)).filter(([id, name]) => name !== id));

const entities: Record<string, string> = {"&": "&amp;", '"': "&quot;", "<": "&lt;", ">": "&gt;"};

const escaped = (text: string): string => text.replaceAll(/[&"<>]/g, (character) => entities[character]!);
