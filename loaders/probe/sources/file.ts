import {dirname, resolve} from "node:path";
import type {z} from "zod";
import type {Rubric} from "../../util/rubric.js";
import {UserError} from "../../util/user-error.js";
import {shownPath} from "../../util/yaml-file.js";
import {placed} from "../place.js";
import {neededText, readRows, textOf, type FileRow} from "../../util/rows-in-file.js";
import type {PlainPrompt} from "../settings.js";
import {fileSpec} from "../../step/spec-parts.js";
import {findRubric, type RubricOf} from "../find-rubric.js";
import type {PromptsForm} from "./source.js";

export const fileSource: PromptsForm<z.output<typeof fileSpec>> = {
  name: "file",
  form: "`prompts: {file: path}`",
  doc: "the same keys in each row of a .jsonl or .csv file; any other file has a prompt per line",
  key: "file",
  spec: fileSpec,
  normalize: (input, facts) =>
    placed(facts, [], () => readPrompts(resolve(dirname(facts.file), input.file), findRubric(facts)))
};

/** The prompts of a file: `query` (or `prompt`), and if there `id`, `row`, `column`, `expected`, `rubric`. */
const readPrompts = (path: string, rubricOf: RubricOf): PlainPrompt[] =>
  readRows(path).map((row) => ({
    item: textOf(row, "id") ?? String(row.line),
    query: neededText(path, row, "query", "prompt", "input"),
    row: textOf(row, "row"),
    column: textOf(row, "column"),
    expected: textOf(row, "expected", "answer"),
    rubric: rubricOfRow(path, row, rubricOf)
  }));

function rubricOfRow(path: string, row: FileRow, rubricOf: RubricOf): Rubric | null {
  const name = textOf(row, "rubric");
  try {
    return name === null ? null : rubricOf(name);
  } catch (error) {
    throw new UserError((error as Error).message, {file: shownPath(path), line: row.line});
  }
}
