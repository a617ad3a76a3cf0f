import type {StudyManifest} from "../../../src/shared/manifest.js";
import {packageVersion} from "../../store/manifest.js";
import type {SearchRecord} from "../../surf/tables/search-record.js";
import type {TableCounts} from "../tables/write-tables.js";

/** The manifest of an imported study. What its source does not say is null or empty. */
export function importedManifest(
  fields: Pick<StudyManifest, "name" | "title" | "origin" | "source" | "settings" | "notes">,
  searches: readonly SearchRecord[],
  {unscored, spend, ...counts}: TableCounts
): StudyManifest {
  const now = new Date().toISOString();
  const thresholds = new Map(searches.map(({rubric, threshold}) => [rubric, threshold]));
  return {
    version: 1,
    ...fields,
    state: "finished",
    error: null,
    started: null,
    updated: now,
    steps: [
      {
        name: "surf",
        state: "finished",
        planned: counts.candidates,
        done: counts.candidates,
        unscored: counts.candidates - counts.scored
      }
    ],
    models: {target: [...new Set(searches.map(({model}) => model))]},
    rubrics: [...thresholds].map(([name, threshold]) => ({name, threshold, principle: "", hash: null})),
    attributes: null,
    counts: {...counts, unscored: counts.candidates - counts.scored},
    unscored,
    spend: {...spend, cost: null}, // the source does not say
    tables: now,
    fingerprint: null,
    packageVersion
  };
}
