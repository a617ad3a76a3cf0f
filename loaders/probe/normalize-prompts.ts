import {dirname, resolve} from "node:path";
import type {Rubric} from "../util/rubric.js";
import {UserError} from "../util/user-error.js";
import {shown, type Value, type Variables} from "./expression.js";
import {placed, type NormalizeContext} from "./place.js";
import {readPlainPrompts} from "./read-prompts.js";
import type {FindingSource, PlainPrompt} from "./settings.js";
import type {ProbeInput} from "./spec.js";
import {checkedTemplate, combinationsOf, parseRange} from "./template.js";

const topFindings = 10;

/** The prompts of a probe: a list, a file, findings, or a template over a grid. */
export function normalizePrompts(input: ProbeInput, context: NormalizeContext): FindingSource | PlainPrompt[] {
  const {prompts, template} = input;
  const {errorAt} = context;
  if ((prompts === undefined) === (template === undefined))
    throw errorAt(["name"], "expected either prompts or a template");
  if (template !== undefined) return fromTemplate(input, template, context);
  for (const key of ["grid", "rows", "columns"] as const)
    if (input[key] !== undefined) throw errorAt([key], "goes with a template");
  if (prompts !== undefined && "findings" in prompts) return fromFindings(prompts.findings, context);
  const list = placed(context, ["prompts"], () =>
    Array.isArray(prompts)
      ? fromList(prompts, rubricOf(context))
      : readPlainPrompts(resolve(dirname(context.file), prompts!.file), rubricOf(context))
  );
  const unnamed = list.some(({item}, i) => list.findIndex((other) => other.item === item) !== i);
  const named = unnamed ? list.map((prompt, i) => ({...prompt, item: String(i + 1)})) : list;
  if (input.expected === undefined) return named;
  const expected = placed(context, ["expected"], () => checkedTemplate(input.expected!, [])).fill({});
  return named.map((prompt) => ({...prompt, expected: prompt.expected ?? expected}));
}

function fromFindings(
  {
    top = topFindings,
    which = "flagged",
    rubrics = null as string[] | null
  }: Partial<FindingSource> & {rubrics?: string[] | null},
  {hasSearch, rubrics: known, errorAt}: NormalizeContext
): FindingSource {
  if (!hasSearch) throw errorAt(["prompts"], "needs findings, and this study has no search (surf: false)");
  const unknown = rubrics?.find((name) => !known.some((rubric) => rubric.name === name));
  if (unknown !== undefined) throw errorAt(["prompts", "findings", "rubrics"], `${unknown} is no rubric of this study`);
  return {top, which, rubrics: rubrics ?? null};
}

type ListedPrompts = Extract<ProbeInput["prompts"], unknown[]>;

type RubricOf = (name: string) => Rubric;

const rubricOf =
  ({rubrics}: NormalizeContext): RubricOf =>
  (name) => {
    const rubric = rubrics.find((each) => each.name === name);
    if (rubric !== undefined) return rubric;
    throw new UserError(
      `no such rubric in this study: ${name}; expected ${rubrics.map((each) => each.name).join(", ")}`
    );
  };

function fromList(prompts: ListedPrompts, rubricOf: RubricOf): PlainPrompt[] {
  const text = (value: Value | undefined): string | null => (value === undefined ? null : String(value));
  return prompts.map((prompt, i) =>
    typeof prompt === "string"
      ? {
          item: prompt.length <= 80 ? prompt : String(i + 1),
          query: prompt,
          row: null,
          column: null,
          expected: null,
          rubric: null
        }
      : {
          item: prompt.id ?? (prompt.query.length <= 80 ? prompt.query : String(i + 1)),
          query: prompt.query,
          row: text(prompt.row),
          column: text(prompt.column),
          expected: text(prompt.expected),
          rubric: prompt.rubric === undefined ? null : rubricOf(prompt.rubric)
        }
  );
}

function fromTemplate(input: ProbeInput, text: string, context: NormalizeContext): PlainPrompt[] {
  const grid = placed(context, ["grid"], () => readGrid(input.grid ?? {}));
  const names = Object.keys(grid);
  const template = placed(context, ["template"], () => checkedTemplate(text, names));
  const key = input.expected;
  const expected = key === undefined ? null : placed(context, ["expected"], () => checkedTemplate(key, names));
  const axis = (which: "rows" | "columns", otherwise: string | undefined): string | undefined => {
    const name = input[which] ?? otherwise;
    if (name !== undefined && !names.includes(name))
      throw context.errorAt([which], `undefined variable ${name}: expected ${names.join(", ")}`);
    return name;
  };
  const [rows, columns] = [axis("rows", names[0]), axis("columns", names.length === 2 ? names[1] : undefined)];
  const at = (cell: Variables, name: string | undefined) => (name === undefined ? null : shown(cell[name]!));
  return placed(context, ["template"], () =>
    combinationsOf(grid).map((cell) => ({
      item: names.map((name) => `${name}=${shown(cell[name]!)}`).join(" ") || "template",
      query: template.fill(cell),
      row: at(cell, rows),
      column: at(cell, columns),
      expected: expected?.fill(cell) ?? null,
      rubric: null
    }))
  );
}

function readGrid(grid: Record<string, string | Value[]>): Record<string, readonly Value[]> {
  return Object.fromEntries(
    Object.entries(grid).map(([name, values]) => {
      const list = typeof values === "string" ? (parseRange(values) ?? [values]) : values;
      if (list.length === 0) throw new UserError(`${name}: ${String(values)} is empty: expected a range such as 1..20`);
      return [name, list];
    })
  );
}
