import {originMeaning} from "./format.js";
import type {StudyManifest} from "../shared/manifest.js";
import {Element} from "./text.js";

/** Where a study's numbers come from: lab | imported | published | own. */
export function OriginLabel({origin}: Pick<StudyManifest, "origin">): HTMLElement {
  const label = Element("span", `label label-${origin}`, origin);
  label.title = originMeaning[origin];
  return label;
}

/** How far a study is. */
export function StateLabel({state}: Pick<StudyManifest, "state">): HTMLElement {
  return Element("span", `label label-${state}`, state);
}

/** What to do about a study that is not whole, and why it failed. Nothing for a finished one. */
export function StateNote({state, error, name, origin}: StudyManifest): HTMLElement {
  if (state === "finished") return Element("span", "");
  const command = Element("code", "", `npx surfturf run ${name}`);
  const says: Record<Exclude<StudyManifest["state"], "finished">, (Node | string)[]> = {
    planned: [
      "This study has not run yet. ",
      origin === "own" ? "It asks models that cost money, so it starts only when you say so: " : "Run it with ",
      command
    ],
    running: [
      "This study is running. The pages show whole iterations only; with ",
      Element("code", "", "npm run dev"),
      " they follow it."
    ],
    stopped: ["This study was stopped. What was answered is kept; go on with ", command],
    failed: ["This study failed. What was answered is kept; mend the cause and go on with ", command]
  };
  const note = Element("div", `note note-${state}`, Element("p", "", ...says[state]));
  if (error !== null) note.append(Element("pre", "text-block", error));
  return note;
}
