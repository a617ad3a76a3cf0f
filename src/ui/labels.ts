import type {StudyManifest} from "../shared/manifest.js";
import {recordedLabel} from "../shared/recording.js";
import type {Origin} from "../shared/schema.js";
import {LiveStrip} from "./liveStrip.js";
import {Element} from "./text.js";

/** What the label of an origin means. */
export const originMeaning: Record<Origin, string> = {
  lab: "played by the lab: a test rig, not a language model",
  own: "run here on real models",
  imported: "imported from another tool's files",
  published: "published by others, who chose what to publish"
};

/** Where the numbers of a study or an index come from. A target that plays recorded answers is labelled as such. */
export function OriginLabel(
  {origin, recordings = {}}: {origin: Origin; recordings?: StudyManifest["recordings"]},
  meaning = originMeaning[origin]
): HTMLElement {
  const recorded = recordedInWords(recordings);
  const label = (name: string, title: string): HTMLElement => {
    const shown = Element("span", `label label-${name}`, name);
    shown.title = title;
    return shown;
  };
  if (recorded === null) return label(origin, meaning);
  const played = label("recorded", recorded);
  return origin === "own" ? played : Element("span", "", label(origin, meaning), " ", played);
}

/** When, of which model and on which server the answers of a study were recorded; null where none are. */
export function recordedInWords(recordings: StudyManifest["recordings"] = {}): string | null {
  const labels = [...new Set(Object.values(recordings).map(recordedLabel))];
  return labels.length === 0 ? null : labels.join("; ");
}

/** How far a study or an index is. */
export const StateLabel = ({state}: {state: StudyManifest["state"]}): HTMLElement =>
  Element("span", `label label-${state}`, state);

/** What to do about a study that is not finished, and why it paused or failed. Empty for a finished one. */
export function StateNote(
  {state, error, name, origin}: StudyManifest,
  subject: Node | string = "This study"
): HTMLElement {
  if (state === "finished") return Element("span", "");
  const command = Element("code", "", `npx surfturf run ${name}`);
  const says: Record<Exclude<StudyManifest["state"], "finished">, (Node | string)[]> = {
    planned: [
      subject,
      " has not run yet. ",
      origin === "own" ? "Its models cost money, so it starts only when you run it: " : "Run it with ",
      command
    ],
    running: [
      subject,
      " is running. The pages show whole iterations only; under ",
      Element("code", "", "npm run dev"),
      " they follow it."
    ],
    stopped: [
      subject,
      error === null
        ? " was stopped. Its answers are kept; continue with "
        : " paused by itself. Its answers are kept; deal with the cause below, then continue with ",
      command
    ],
    failed: [subject, " failed. Its answers are kept; fix the cause and continue with ", command]
  };
  const note = Element("div", `note note-${state}`, Element("p", "", ...says[state]));
  if (error !== null) note.append(Element("pre", "text-block", error));
  return note;
}

/** What a study without any score is worth, and what to do about it. */
export const NothingFound = ({state, name}: StudyManifest): HTMLElement =>
  Element(
    "div",
    "note note-failed",
    Element(
      "p",
      "",
      `Nothing was found out${state === "finished" ? "" : " so far"}: no answer was scored, so this study says nothing `,
      "about its targets. The reasons are below; ",
      Element("code", "", `npx surfturf status ${name}`),
      " explains them."
    )
  );

/** The head of a page of a study: its title, the study, and what to do about one that is not finished. */
export const StudyHeading = (title: string, manifest: StudyManifest): HTMLElement =>
  Element(
    "div",
    "",
    Element("h1", "", title),
    Element("p", "", manifest.title, " ", OriginLabel(manifest)),
    StateNote(manifest),
    LiveStrip(manifest)
  );

/** A link to a page. */
export function Link(address: string, ...shown: (Node | string)[]): HTMLAnchorElement {
  const link = Element("a", "", ...shown) as HTMLAnchorElement;
  link.setAttribute("href", address);
  return link;
}
