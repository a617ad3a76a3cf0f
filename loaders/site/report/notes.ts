import {allStudyPages} from "../stage/own-pages.js";
import type {Masking} from "./mask.js";
import type {Selection} from "./selection.js";

/** What a report leaves out, one line each. */
export function describeSelection({pages, findings, masks, marks, manifest}: Selection, {replaced}: Masking): string[] {
  const missing = allStudyPages()
    .filter(({path, inReports = true}) => inReports && !pages.includes(path))
    .map(({name}) => name);
  const notes: string[] = [];
  if (pages.length === 0)
    notes.push("This is one file: the pages of the study, its samples and its other tables are not here.");
  else if (missing.length > 0) notes.push(`Pages left out: ${missing.join(", ")}.`);
  if (findings !== null)
    notes.push(
      `${findings.size} of ${manifest.counts.findings} findings are here. Other candidates keep their numbers but ` +
        "not their texts; rates and counts are those of the whole study."
    );
  if (marks) notes.push("People\u2019s marks on what is shown are here, with their names and notes.");
  for (const mask of masks) {
    if (mask.kind === "rubric") notes.push(`Answers judged by the rubric ${mask.rubric} are masked.`);
    if (mask.kind === "mark") notes.push(`Answers of findings marked ${mask.mark} are masked.`);
    if (mask.kind === "pattern") notes.push("Texts that match a pattern are masked; the pattern is not shown.");
  }
  if (masks.length > 0)
    notes.push(
      `Masked: the answers of ${replaced.answers} rows, and ${replaced.matches} texts by pattern. ` +
        "Scores and rates are unchanged."
    );
  return notes;
}
