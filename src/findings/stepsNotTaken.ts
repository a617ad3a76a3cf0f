import type {StudyManifest} from "../shared/manifest.js";
import {Element} from "../ui/text.js";
import type {Evidence} from "./evidence.js";
import {NextStepBlock} from "./nextStepBlock.js";
import {ablateThem, confirmThem, reportThem, rewordThem, traceThem, transferThem, type NextStep} from "./nextSteps.js";
import {toStep} from "./selectedFindings.js";

/** What has not been asked about a finding yet, each with the lines and the command that ask it. */
export function StepsNotTaken(
  evidence: Evidence,
  {manifest, indexes, query}: {manifest: StudyManifest; indexes: readonly string[]; query: string}
): HTMLElement {
  const {finding, confirmed, reworded, others, trace, cause} = evidence;
  const own = [toStep(finding, query)];
  const steps: [title: string, step: NextStep][] = [
    ...(confirmed === null ? [["Sample it again", confirmThem(manifest, own)] as [string, NextStep]] : []),
    ...(reworded === null ? [["Reword it", rewordThem(manifest, own)] as [string, NextStep]] : []),
    ...(others.length === 0 ? [["Ask other models", transferThem(manifest, own)] as [string, NextStep]] : []),
    ...(trace === null
      ? [["Trace it to the training data", traceThem(manifest, own, indexes)] as [string, NextStep]]
      : []),
    ...(trace !== null && cause === null && (manifest.origin === "own" || manifest.origin === "lab")
      ? [["Prove the cause: train again without the data", ablateThem(manifest, own)] as [string, NextStep]]
      : []),
    ["Publish it", reportThem(manifest, own)]
  ];
  return Element(
    "div",
    "steps-not-taken",
    ...steps.map(([title, step]) =>
      Element("div", "", Element("h3", "", title), NextStepBlock(step, title.toLowerCase()))
    )
  );
}
