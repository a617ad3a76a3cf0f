/** What a row of a table is sorted by. */
export type SortValue = string | number | boolean | null | undefined;

/** The column that a table is sorted by. */
export interface TableSort {
  column: string; // its name
  descending: boolean;
}

const number = /^[<>\u2248~]?\s*([+\-\u2212]?)\s*\$?(\d[\d,]*(?:\.\d+)?|\.\d+)(e[+-]?\d+)?/i;

/** The number that the text of a cell begins with: 1,234; 79% (52%-92%); -4.8 pts; <1e-5. Null for any other text. */
export function leadingNumber(text: string): number | null {
  const [, sign, digits, exponent = ""] = number.exec(text.trim()) ?? [];
  if (digits === undefined) return null;
  const value = Number(digits.replaceAll(",", "") + exponent);
  return sign === "-" || sign === "\u2212" ? -value : value;
}

const collator = new Intl.Collator("en", {numeric: true});

/**
 * The places of rows in a new order; rows without a value come last either way. Texts that are numbers count as numbers
 * if all of the column are, or if `isNumeric` says that the column holds numbers.
 */
export function sortedPlaces(
  values: readonly SortValue[],
  {descending, isNumeric = false}: {descending: boolean; isNumeric?: boolean}
): number[] {
  const keys = keysOf(values, isNumeric);
  const sign = descending ? -1 : 1;
  return keys.map((_, place) => place).sort((a, b) => compare(keys[a]!, keys[b]!, sign) || a - b);
}

/** Whether a column is better sorted with its largest value first: numbers are, texts are not. */
export const isNumericColumn = (values: readonly SortValue[], isNumeric = false): boolean =>
  keysOf(values, isNumeric).some((key) => typeof key === "number");

type SortKey = string | number | null;

function keysOf(values: readonly SortValue[], isNumeric: boolean): SortKey[] {
  const plain = values.map((value) => (typeof value === "boolean" ? Number(value) : isBlank(value) ? null : value!));
  const numbers = plain.map((value) => (typeof value === "string" ? leadingNumber(value) : value));
  return isNumeric || plain.every((value, i) => value === null || numbers[i] !== null) ? numbers : plain;
}

const isBlank = (value: SortValue): boolean =>
  value == null || Number.isNaN(value) || value === "" || value === "\u2013";

function compare(a: SortKey, b: SortKey, sign: 1 | -1): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === "number" && typeof b === "number") return sign * (a - b);
  return sign * collator.compare(String(a), String(b));
}
