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

/** A condition as a function of the rows of a table. */
export function rowTest(condition: Condition, {columns, lists}: CodedTable): (row: number) => boolean {
  const leafAt = (leaf: Leaf): ((row: number) => Truth) => {
    if (leaf.op === "has") {
      const {values, starts, codes} = lists[leaf.column]!;
      const wanted = values.indexOf(leaf.value);
      return (row) => {
        for (let i = starts[row]!; i < starts[row + 1]!; i++) if (codes[i] === wanted) return isTrue;
        return isFalse;
      };
    }
    const {values, codes} = columns[leaf.column]!;
    const truths = Uint8Array.from(values, (value) => truthOf(leaf, value));
    return (row) => truths[codes[row]!] as Truth;
  };
  const test = compile(condition, leafAt);
  return (row) => test(row) === isTrue;
}
