/** A condition on rows: what the WHERE of a selection says, parsed. */
export type Condition =
  | {op: "and"; parts: readonly Condition[]}
  | {op: "or"; parts: readonly Condition[]}
  | {op: "not"; part: Condition}
  | Leaf;

/** A condition on one column. */
export type Leaf =
  | {op: "compare"; column: string; by: Comparison; value: Exclude<Value, null>}
  | {op: "in"; column: string; values: readonly Exclude<Value, null>[]}
  | {op: "null"; column: string}
  | {op: "has"; column: string; value: string};

export const comparisons = ["=", "<>", "<", "<=", ">", ">="] as const;
export type Comparison = (typeof comparisons)[number];

export type Value = string | number | boolean | null;

/** All of the conditions; TRUE is an empty list of parts. */
export const allOf = (parts: readonly Condition[]): Condition => joined("and", parts);

/** Any of the conditions. */
export const anyOf = (parts: readonly Condition[]): Condition => joined("or", parts);

function joined(op: "and" | "or", parts: readonly Condition[]): Condition {
  const flat = parts.flatMap((part) => (part.op === op ? part.parts : [part]));
  return flat.length === 1 ? flat[0]! : {op, parts: flat};
}

export const not = (part: Condition): Condition => ({op: "not", part});

/** The column has one of these values; null is one of them too. */
export function oneOf(column: string, values: readonly Value[]): Condition {
  const known = values.filter((value) => value !== null);
  const parts: Condition[] = [];
  if (known.length === 1) parts.push({op: "compare", column, by: "=", value: known[0]!});
  if (known.length > 1) parts.push({op: "in", column, values: known});
  if (known.length < values.length) parts.push({op: "null", column});
  return anyOf(parts);
}

/** From `low` to below `high`; null is open. */
export interface Range {
  low: number | null;
  high: number | null;
}

/** The column is in one of the ranges; ranges that touch are one. */
export const inRanges = (column: string, ranges: readonly Range[]): Condition =>
  anyOf(merged(ranges).map((range) => inRange(column, range)));

function inRange(column: string, {low, high}: Range): Condition {
  const parts: Condition[] = [];
  if (low !== null) parts.push({op: "compare", column, by: ">=", value: low});
  if (high !== null) parts.push({op: "compare", column, by: "<", value: high});
  return parts.length === 0 ? not({op: "null", column}) : allOf(parts);
}

function merged(ranges: readonly Range[]): Range[] {
  const sorted = [...ranges].sort((a, b) => (a.low ?? -Infinity) - (b.low ?? -Infinity));
  const all: Range[] = [];
  for (const range of sorted) {
    const last = all.at(-1);
    if (last !== undefined && last.high === range.low) last.high = range.high;
    else all.push({...range});
  }
  return all;
}

/** The names of the columns that a condition is about. */
export function columnsIn(condition: Condition): Set<string> {
  if (condition.op === "not") return columnsIn(condition.part);
  if (condition.op !== "and" && condition.op !== "or") return new Set([condition.column]);
  return new Set(condition.parts.flatMap((part) => [...columnsIn(part)]));
}
