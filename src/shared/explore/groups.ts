import {codesFor, type CodedColumn, type CodedList, type CodedTable, type Codes} from "./codedTable.js";
import type {Leaf} from "./condition.js";
import type {Dimension} from "./dimension.js";
import {compile, isTrue, truthOf, type Truth} from "./evaluate.js";

/** The group of a row that is in none. */
export const noGroup = 65_535;

/** Columns seen as one: a code for each combination of their values. */
export interface Combination {
  codes: Codes; // by row
  size: number;
  leafAt(leaf: Leaf): (code: number) => Truth; // of a condition on these columns
}

export function combine({rows, columns}: CodedTable, names: readonly string[]): Combination {
  const parts = names.map((name) => columns[name]!);
  const strides = parts.map((_, i) => parts.slice(i + 1).reduce((size, {values}) => size * values.length, 1));
  const size = parts.reduce((product, {values}) => product * values.length, 1);
  return {
    size,
    codes: parts.length === 1 ? parts[0]!.codes : combinedCodes(parts, strides, codesFor(size, rows)),
    leafAt(leaf) {
      if (leaf.op === "has") throw new Error(`not a column of single values: ${leaf.column}`);
      const at = names.indexOf(leaf.column);
      const [values, stride] = [parts[at]!.values, strides[at]!];
      const truths = values.map((value) => truthOf(leaf, value));
      return (code) => truths[Math.floor(code / stride) % values.length]!;
    }
  };
}

function combinedCodes(parts: readonly CodedColumn[], strides: readonly number[], codes: Codes): Codes {
  parts.forEach((part, i) => {
    const [own, stride] = [part.codes, strides[i]!];
    for (let row = 0; row < codes.length; row++) codes[row]! += own[row]! * stride;
  });
  return codes;
}

/** The group of each code of a combination. */
export function groupOfCodes({size, leafAt}: Combination, dimension: Dimension): Uint16Array {
  const groups = new Uint16Array(size).fill(noGroup);
  for (let place = 0; place < dimension.size; place++) {
    const test = compile(dimension.group(place).condition, leafAt);
    for (let code = 0; code < size; code++) if (groups[code] === noGroup && test(code) === isTrue) groups[code] = place;
  }
  return groups;
}

/** The columns of a dimension of single values; null for one of lists. */
export const scalarsOf = ({columns, shape}: Dimension): readonly string[] | null => (shape === "list" ? null : columns);

/** The group of each row in a dimension of single values. */
export function groupOfRows(combination: Combination, dimension: Dimension): Uint16Array {
  const byCode = groupOfCodes(combination, dimension);
  const {codes} = combination;
  const groups = new Uint16Array(codes.length);
  for (let row = 0; row < codes.length; row++) groups[row] = byCode[codes[row]!]!;
  return groups;
}

/** What a row counts as: 0 unscored, 1 scored, 2 flagged. Training pairs have no score. */
export const kinds = 3;

export function kindOfRows({rows, columns}: CodedTable): Uint8Array {
  const kind = new Uint8Array(rows);
  const {status, flagged: flags} = columns;
  if (status === undefined || flags === undefined) return kind;
  const scored = status.values.indexOf("scored");
  const flagged = flags.values.indexOf(true);
  for (let row = 0; row < rows; row++)
    kind[row] = status.codes[row] !== scored ? 0 : flags.codes[row] === flagged ? 2 : 1;
  return kind;
}

/** Adds the entries of a row to the counts of a list's groups, or takes them away (`by` -1). */
export function addEntries(
  counts: Uint32Array,
  {starts, codes, weights}: CodedList,
  {row, kind, by}: {row: number; kind: number; by: 1 | -1}
): void {
  for (let i = starts[row]!; i < starts[row + 1]!; i++) {
    const at = codes[i]! * kinds;
    if (weights === undefined) {
      counts[at + kind]! += by;
      continue;
    }
    counts[at + 1]! += by * weights.clean[i]!;
    counts[at + 2]! += by * weights.violating[i]!;
  }
}

/** Rows of a group (of weighted entries, samples): how many, and of these, with a score and flagged. */
export interface GroupCount {
  n: number;
  scored: number;
  flagged: number;
}

/** A group's count among those of all groups, by kind. */
export function countAt(counts: ArrayLike<number>, place: number): GroupCount {
  const [unscored, clean, flagged] = [0, 1, 2].map((kind) => counts[place * kinds + kind]!) as [number, number, number];
  return {n: unscored + clean + flagged, scored: clean + flagged, flagged};
}
