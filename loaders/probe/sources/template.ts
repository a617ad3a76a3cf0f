import {z} from "zod";
import {UserError} from "../../util/user-error.js";
import {placed, type StudyFacts} from "../place.js";
import type {PlainPrompt} from "../settings.js";
import {scalar, text} from "../../step/spec-parts.js";
import {toShortText, type ExpressionValue, type Variables} from "./expression.js";
import {checkedTemplate, combinationsOf, parseRange} from "./grid-template.js";
import type {KeyedSource} from "./source.js";

type Grid = Readonly<Record<string, readonly ExpressionValue[]>>;

const values = z.union(
  [z.string("expected a range such as 1..20"), z.array(scalar).min(1, "expected at least one value")],
  "expected a range such as 1..20, or a list"
);

const keys = {
  template: text.optional(),
  grid: z.record(z.string().regex(/^[a-z_]\w*$/i, "expected a variable's name"), values).optional(),
  rows: text.optional(),
  columns: text.optional()
};

interface TemplateInput {
  template: string;
  grid?: Record<string, string | ExpressionValue[]> | undefined;
  rows?: string | undefined;
  columns?: string | undefined;
  expected?: string | undefined; // a template too
}

export const templateSource: KeyedSource<TemplateInput> = {
  name: "template",
  form: "`template: text`, `grid: {a: 1..20, b: [x, y]}`",
  doc: "a text with `{expressions}`, filled for every cell of a grid; `rows` and `columns` name its axes",
  keys,
  normalize(input, facts) {
    const grid = placed(facts, ["grid"], () => readGrid(input.grid ?? {}));
    return cellsOfGrid(grid, input, facts);
  }
};

function cellsOfGrid(grid: Grid, input: TemplateInput, facts: StudyFacts): PlainPrompt[] {
  const names = Object.keys(grid);
  const filled = placed(facts, ["template"], () => checkedTemplate(input.template, names));
  const key = input.expected;
  const expected = key === undefined ? null : placed(facts, ["expected"], () => checkedTemplate(key, names));
  const [rows, columns] = axesOf(names, input, facts);
  const at = (cell: Variables, name: string | undefined) => (name === undefined ? null : toShortText(cell[name]!));
  return placed(facts, ["template"], () =>
    combinationsOf(grid).map((cell) => ({
      item: names.map((name) => `${name}=${toShortText(cell[name]!)}`).join(" ") || "template",
      query: filled.fill(cell),
      row: at(cell, rows),
      column: at(cell, columns),
      expected: expected?.fill(cell) ?? null,
      rubric: null
    }))
  );
}

/** The variables that are rows and columns: those of the study file, else the first and, of two, the second. */
function axesOf(names: readonly string[], input: TemplateInput, {errorAt}: StudyFacts): (string | undefined)[] {
  const defaults = {rows: names[0], columns: names.length === 2 ? names[1] : undefined};
  return (["rows", "columns"] as const).map((axis) => {
    const name = input[axis] ?? defaults[axis];
    if (name !== undefined && !names.includes(name))
      throw errorAt([axis], `undefined variable ${name}: expected ${names.join(", ")}`);
    return name;
  });
}

function readGrid(grid: Record<string, string | ExpressionValue[]>): Grid {
  return Object.fromEntries(
    Object.entries(grid).map(([name, said]) => {
      const list = typeof said === "string" ? (parseRange(said) ?? [said]) : said;
      if (list.length === 0) throw new UserError(`${name}: ${String(said)} is empty: expected a range such as 1..20`);
      return [name, list];
    })
  );
}
