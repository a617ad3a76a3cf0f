import {markControl} from "../marks/markControl.js";
import type {Row} from "../shared/schema.js";
import {Element} from "../ui/text.js";

/** The reader's own mark of a finding, and the mark that the study's source gave it. */
export const FindingMark = (study: string, {id, rubric, mark}: Row<"findings">): HTMLElement =>
  Element(
    "div",
    "",
    ...(mark === null ? [] : [Element("p", "muted", `Marked ${mark} by the study's source.`)]),
    markControl({study, kind: "finding", id, about: {rubric}})
  );
