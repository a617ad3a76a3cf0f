import type {Comparison, Condition, Leaf, Value} from "./condition.js";
import type {CodedTable} from "./codedTable.js";

/** SQL's three truths: a comparison with a missing value is unknown, and NOT keeps it so. */
export type Truth = 0 | 1 | 2;
const [isFalse, isUnknown] = [0, 1] as const;
export const isTrue = 2;

/** A condition as a function of a place, from functions of its leaves. */
export function compile(
  condition: Condition,
  leafAt: (leaf: Leaf) => (place: number) => Truth
): (place: number) => Truth {
  if (condition.op === "not") {
    const part = compile(condition.part, leafAt);
    return (place) => (isTrue - part(place)) as Truth;
  }
  if (condition.op !== "and" && condition.op !== "or") return leafAt(condition);
  const parts = condition.parts.map((part) => compile(part, leafAt));
  const [start, end] = condition.op === "and" ? [isTrue, isFalse] : [isFalse, isTrue];
  const worse = condition.op === "and" ? Math.min : Math.max;
  return (place) => {
    let truth: number = start;
    for (const part of parts) {
      truth = worse(truth, part(place));
      if (truth === end) break;
    }
    return truth as Truth;
  };
}

export type ValueLeaf = Exclude<Leaf, {op: "has"}>;

/** Whether a leaf holds for a value of its column. */
export function truthOf(leaf: ValueLeaf, value: Value): Truth {
  if (leaf.op === "null") return value === null ? isTrue : isFalse;
  if (value === null) return isUnknown;
  if (leaf.op === "in") return leaf.values.includes(value) ? isTrue : isFalse;
  return compared[leaf.by](value, leaf.value) ? isTrue : isFalse;
}

type Known = Exclude<Value, null>;
const compared: Record<Comparison, (a: Known, b: Known) => boolean> = {
  "=": (a, b) => a === b,
  "<>": (a, b) => a !== b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b
};

/** For each row of a table, whether a condition holds: 1 or 0. Found a column at a time, which is quick. */
export function rowsThat(condition: Condition, table: CodedTable): Uint8Array {
  const rows = truthsOf(condition, table);
  for (let row = 0; row < rows.length; row++) rows[row] = Number(rows[row] === isTrue);
  return rows;
}

/** For each row of a table, how true a condition is. */
function truthsOf(condition: Condition, table: CodedTable): Uint8Array {
  if (condition.op === "not") {
    const truths = truthsOf(condition.part, table);
    for (let row = 0; row < truths.length; row++) truths[row] = isTrue - truths[row]!;
    return truths;
  }
  if (condition.op !== "and" && condition.op !== "or") return truthsOfLeaf(condition, table);
  const isAnd = condition.op === "and";
  const truths = new Uint8Array(table.rows).fill(isAnd ? isTrue : isFalse);
  for (const part of condition.parts) {
    const own = truthsOf(part, table);
    for (let row = 0; row < truths.length; row++) if (own[row]! < truths[row]! === isAnd) truths[row] = own[row]!;
  }
  return truths;
}

function truthsOfLeaf(leaf: Leaf, {rows, columns, lists}: CodedTable): Uint8Array {
  const truths = new Uint8Array(rows);
  if (leaf.op === "has") {
    const {values, starts, codes} = lists[leaf.column]!;
    const wanted = values.indexOf(leaf.value);
    for (let at = codes.indexOf(wanted), row = 0; at >= 0; at = codes.indexOf(wanted, at + 1)) {
      while (starts[row + 1]! <= at) row++;
      truths[row] = isTrue;
    }
    return truths;
  }
  const {values, codes} = columns[leaf.column]!;
  const ofCode = Uint8Array.from(values, (value) => truthOf(leaf, value));
  for (let row = 0; row < rows; row++) truths[row] = ofCode[codes[row]!]!;
  return truths;
}
