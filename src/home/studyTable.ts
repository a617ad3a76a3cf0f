import type {StudyManifest} from "../shared/manifest.js";
import {DataTable} from "../ui/dataTable.js";
import {moment} from "../ui/format.js";
import {Link, OriginLabel, StateLabel} from "../ui/labels.js";
import {ModelName} from "../ui/modelName.js";
import {Element, InlineText} from "../ui/text.js";
import {askedInWords, foundInWords} from "./studyLine.js";

const mostTargets = 3;

/** The studies, a line each: what was asked of whom, and what came of it. */
export const StudyTable = (studies: readonly StudyManifest[]): HTMLElement =>
  DataTable(
    studies,
    [
      {
        name: "study",
        value: ({name, title}) => Link(`./studies/${encodeURIComponent(name)}/`, InlineText(title))
      },
      {name: "origin", value: (study) => OriginLabel(study), title: "where its numbers come from"},
      {name: "state", value: StateLabel},
      {name: "targets", value: ({name, models}) => Targets(models.target ?? [], name), term: "target"},
      {name: "asked", value: askedInWords, by: ({counts}) => counts.candidates},
      {name: "found", value: foundInWords, by: ({counts}) => counts.confirmed ?? counts.findings},
      {name: "updated", value: ({updated}) => moment(updated)}
    ],
    {name: "studies"}
  );

function Targets(targets: readonly string[], study: string): HTMLElement {
  const names = targets.slice(0, mostTargets).flatMap((target, i) => [i === 0 ? "" : ", ", ModelName(target, study)]);
  const more = targets.length - mostTargets;
  return Element("span", "", ...names, more > 0 ? ` and ${more} more` : "");
}
