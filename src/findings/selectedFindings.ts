import type {StudyManifest} from "../shared/manifest.js";
import {plural} from "../ui/format.js";
import {Element} from "../ui/text.js";
import type {Evidence} from "./evidence.js";
import {NextStepBlock} from "./nextStepBlock.js";
import {confirmThem, probeThem, reportThem, traceThem, type NextStep, type StepFinding} from "./nextSteps.js";

export interface SelectedOptions {
  manifest: StudyManifest;
  indexes: readonly string[];
  queryOf: (evidence: Evidence) => Promise<string>;
}

/** What can be done with the chosen findings: the lines and commands that do it, to copy. */
export function SelectedFindings(chosen: readonly Evidence[], options: SelectedOptions): HTMLElement {
  const {manifest, indexes, queryOf} = options;
  if (chosen.length === 0)
    return Element("p", "muted", "Select findings to get the commands that report, confirm, trace or probe them.");
  const box = Element("div", "", Element("h2", "", `What to do with ${plural(chosen.length, "finding")}`));
  const add = (title: string, step: NextStep): void =>
    box.append(Element("h3", "", title), NextStepBlock(step, title.toLowerCase()));
  const plain = chosen.map(({finding}) => toStep(finding, finding.query));
  add("Report these", reportThem(manifest, plain));
  add("Trace these", traceThem(manifest, plain, indexes));
  void Promise.all(chosen.map(async (evidence) => toStep(evidence.finding, await queryOf(evidence)))).then((whole) => {
    const isImported = manifest.origin === "imported" || manifest.origin === "published";
    if (!isImported) add("Confirm these", confirmThem(manifest, whole));
    add(isImported ? "Ask these again, in a study of your own" : "Probe these", probeThem(manifest, whole));
  });
  return box;
}

/** A finding as a command needs it. */
export const toStep = ({id, rubric, model}: Evidence["finding"], query: string): StepFinding => ({
  id,
  rubric,
  model,
  query
});
