import type {IndexManifest} from "../shared/indexManifest.js";
import {Element} from "../ui/text.js";
import {OriginLabel, originMeaning} from "../ui/labels.js";

const meaning: Record<IndexManifest["origin"], string> = {
  own: "made here from a training corpus",
  lab: originMeaning.lab,
  imported: "made elsewhere and imported"
};

/** Where an index comes from: own | lab | imported. */
export function IndexOrigin({origin}: Pick<IndexManifest, "origin">): HTMLElement {
  return OriginLabel({origin}, meaning[origin]);
}

/** What attributes written by rules can show; empty if a model wrote them. */
export const localNote = ({extractor}: Pick<IndexManifest, "extractor">): string =>
  extractor.startsWith("local")
    ? "Its attributes were written by rules (local), not by a language model: they capture form, language, length, " +
      "topic words and stock phrases, but nothing that takes understanding."
    : "";

/** What a reader must know before the numbers: the origin, extraction by rules, and an unfinished state. */
export function IndexNotes(index: IndexManifest): HTMLElement {
  const {origin, state, error, name, corpus} = index;
  const box = Element("div", "");
  const say = (className: string, ...children: (Node | string)[]) =>
    void box.append(Element("div", className, Element("p", "", ...children)));
  const command = Element("code", "", `npx surfturf index ${corpus || "<corpus>"} --name ${name}`);
  if (state === "running") say("note", "This index is still being made; the page shows what exists so far.");
  if (state === "stopped") say("note", "Making this index was stopped. What was done is kept; continue with ", command);
  if (state === "failed") {
    say(
      "note note-failed",
      "Making this index failed. What was done is kept; fix the cause and continue with ",
      command
    );
    if (error !== null) box.lastElementChild!.append(Element("pre", "text-block", error));
  }
  if (origin === "lab")
    say(
      "note",
      "The lab's corpus: generated pairs with planted causes. It tests the method and says nothing about real data."
    );
  if (origin === "imported")
    say("note", "This index was made by another tool and imported: attributes, vectors and clusters are that tool's.");
  if (localNote(index) !== "") say("note", localNote(index));
  return box;
}
