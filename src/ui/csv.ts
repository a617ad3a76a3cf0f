/** A value of a table that is downloaded. Lists come as arrays or as Arrow vectors. */
export type Cell = string | number | bigint | boolean | null | undefined | Iterable<unknown>;

/** Rows as CSV (RFC 4180). Lists are written as JSON. */
export function toCsv(rows: readonly Record<string, Cell>[]): string {
  const names = Object.keys(rows[0] ?? {});
  const lines: Cell[][] = [names, ...rows.map((row) => names.map((name) => row[name]))];
  return lines.map((line) => `${line.map(csvCell).join(",")}\r\n`).join("");
}

/** Rows as the bytes of a CSV file: the mark at its start tells Excel that it is UTF-8. */
export const csvFile = (rows: readonly Record<string, Cell>[]): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(`\uFEFF${toCsv(rows)}`);

/** What makes a cell a formula when it is first, in wide letters too; a line break or tab before it does not help. */
const formula = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/;

/** A text that a spreadsheet would run as a formula gets an apostrophe before it: a model may have written it. */
function csvCell(value: Cell): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "string") return quote(plain(value));
  return quote(formula.test(value) ? `'${value}` : value);
}

const quote = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const plain = (value: Exclude<Cell, string | null | undefined>): string =>
  typeof value === "object" ? JSON.stringify([...value]) : String(value);
