import {z} from "zod";
import {placed} from "../place.js";
import type {PlainPrompt} from "../settings.js";
import {scalar, text} from "../../step/spec-parts.js";
import {findRubric, type RubricOf} from "../find-rubric.js";
import type {PromptsForm} from "./source.js";

const promptSpec = z.union(
  [
    text,
    z.strictObject({
      query: text,
      id: text.optional(),
      row: scalar.optional(),
      column: scalar.optional(),
      expected: scalar.optional(),
      rubric: text.optional()
    })
  ],
  "expected a text, or a map with the key query"
);

const spec = z.array(promptSpec, "expected a list of prompts").min(1, "expected at least one prompt");

export const listSource: PromptsForm<z.output<typeof spec>> = {
  name: "list",
  form: "`prompts: [text, {query, id, row, column, expected, rubric}]`",
  doc: "texts, or maps of which only `query` is required",
  key: null,
  spec,
  normalize: (prompts, facts) =>
    placed(facts, [], () => prompts.map((prompt, i) => toPlain(prompt, i, findRubric(facts))))
};

function toPlain(prompt: z.output<typeof promptSpec>, index: number, rubricOf: RubricOf): PlainPrompt {
  const {query, id, row, column, expected, rubric} =
    typeof prompt === "string" ? ({query: prompt} as Exclude<typeof prompt, string>) : prompt;
  return {
    item: id ?? (query.length <= longestItem ? query : String(index + 1)),
    query,
    row: toText(row),
    column: toText(column),
    expected: toText(expected),
    rubric: rubric === undefined ? null : rubricOf(rubric)
  };
}

const longestItem = 80; // characters of a prompt that is its own name

const toText = (value: z.output<typeof scalar> | undefined): string | null =>
  value === undefined ? null : String(value);
