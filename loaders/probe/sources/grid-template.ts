import {UserError} from "../../util/user-error.js";
import {parseExpression, toShortText, type Expression, type ExpressionValue, type Variables} from "./expression.js";

/** A text with expressions in braces; `{{` and `}}` are braces. */
export interface GridTemplate {
  names: string[]; // variables that it needs
  fill(variables: Variables): string;
}

/** Cuts a text at its braces. Throws a UserError where a brace is not closed or an expression is not allowed. */
export function parseTemplate(text: string): GridTemplate {
  const parts: (string | Expression)[] = [];
  const pattern = /\{\{|\}\}|\{([^{}]*)\}|[{}]/g;
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    parts.push(text.slice(end, match.index));
    end = match.index + match[0].length;
    if (match[0] === "{{" || match[0] === "}}") parts.push(match[0][0]!);
    else if (match[1] === undefined)
      throw new UserError(`a single ${match[0]} in the template: expected {expression}, or ${match[0]}${match[0]}`);
    else parts.push(parseExpression(match[1]));
  }
  parts.push(text.slice(end));
  const expressions = parts.filter((part) => typeof part !== "string");
  return {
    names: [...new Set(expressions.flatMap(({names}) => names))],
    fill: (variables) =>
      parts.map((part) => (typeof part === "string" ? part : toShortText(part.evaluate(variables)))).join("")
  };
}

/** As parseTemplate, with every variable known. Throws a UserError that names one which is not. */
export function checkedTemplate(text: string, known: readonly string[]): GridTemplate {
  const template = parseTemplate(text);
  const unknown = template.names.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new UserError(`undefined variable ${unknown}: expected ${known.length > 0 ? known.join(", ") : "none"}`);
  return template;
}

const maxCells = 1_000_000;

/** All combinations of a grid, the first variable slowest. Throws a UserError when there are too many to ask. */
export function combinationsOf(grid: Readonly<Record<string, readonly ExpressionValue[]>>): Variables[] {
  const size = Object.values(grid).reduce((product, values) => product * values.length, 1);
  if (size > maxCells) throw new UserError(`a grid of ${size} cells: expected at most ${maxCells}`);
  return Object.entries(grid).reduce<Variables[]>(
    (cells, [name, values]) => cells.flatMap((rest) => values.map((value) => ({...rest, [name]: value}))),
    [{}]
  );
}

const rangePattern = /^(-?\d+)\s*\.\.\s*(-?\d+)(?:\s+by\s+(\d+))?$/;

/** The values of `1..20` or `0..100 by 5`; undefined when the text is no range. */
export function parseRange(text: string): number[] | undefined {
  const match = rangePattern.exec(text.trim());
  if (match === null) return undefined;
  const [from, to, step] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 1)] as [number, number, number];
  if (step < 1 || to < from) return [];
  return Array.from({length: Math.floor((to - from) / step) + 1}, (_, i) => from + i * step);
}
