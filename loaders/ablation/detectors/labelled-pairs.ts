import {shownPath} from "../../util/yaml-file.js";
import {neededText, readRows, textOf, type FileRow} from "../../util/rows-in-file.js";
import {UserError} from "../../util/user-error.js";
import type {CorpusPair} from "../corpus/corpus.js";

/** A pair that a person looked at. */
export interface LabelledPair extends CorpusPair {
  label: boolean; // whether a detector should pick it
}

const yes = new Set(["true", "yes", "1"]);
const no = new Set(["false", "no", "0"]);

/** Reads pairs with a label each, from JSONL or CSV. Throws a UserError with file and line. */
export const readLabelledPairs = (path: string): LabelledPair[] =>
  readRows(path).map((row) => ({
    query: neededText(path, row, "query", "prompt"),
    response: neededText(path, row, "response"),
    label: labelOf(path, row)
  }));

function labelOf(path: string, row: FileRow): boolean {
  const label = textOf(row, "label")?.trim().toLowerCase() ?? "";
  if (yes.has(label) || no.has(label)) return yes.has(label);
  const said = label === "" ? "no label" : `bad label: ${label.slice(0, 40)}`;
  throw new UserError(`${said}; expected true or false`, {file: shownPath(path), line: row.line});
}
