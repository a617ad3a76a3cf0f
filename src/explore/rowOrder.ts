import type {CodedColumn, CodedTable} from "../shared/explore/codedTable.js";

/** An order of rows: what a reader calls it, and the column that decides; null: rows stay as they are. */
export interface RowOrder {
  title: string;
  by: {column: string; descending: boolean} | null;
}

export type RowOrders = Readonly<Record<string, RowOrder>>;

/** The rows of a table in an order; missing values are last, equal ones in the order of the table. */
export function rowsInOrder({rows, columns}: CodedTable, {by}: RowOrder): Uint32Array {
  if (by === null) return Uint32Array.from({length: rows}, (_, row) => row);
  return sorted(columns[by.column]!, by.descending);
}

/** The rows of a table in each of these orders, found when they are first asked for. */
export function orderer(table: CodedTable, orders: RowOrders): (name: string) => Uint32Array {
  const found = new Map<string, Uint32Array>();
  return (name) => {
    if (!found.has(name)) found.set(name, rowsInOrder(table, orders[name]!));
    return found.get(name)!;
  };
}

/** A counting sort: codes are in the order of their values. */
function sorted({values, codes}: CodedColumn, descending: boolean): Uint32Array {
  const known = values.length - (values.at(-1) === null ? 1 : 0);
  const rankOf = (code: number): number => (descending && code < known ? known - 1 - code : code);
  const next = new Uint32Array(values.length + 1);
  for (const code of codes) next[rankOf(code) + 1]!++;
  for (let rank = 1; rank < next.length; rank++) next[rank]! += next[rank - 1]!;
  const rows = new Uint32Array(codes.length);
  codes.forEach((code: number, row: number) => (rows[next[rankOf(code)]!++] = row));
  return rows;
}

/** The rows from place `from` on, of those that a test keeps. */
export function pageOf(rows: Uint32Array, has: (row: number) => boolean, from: number, size: number): number[] {
  const page: number[] = [];
  let place = 0;
  for (let i = 0; i < rows.length && page.length < size; i++) if (has(rows[i]!) && place++ >= from) page.push(rows[i]!);
  return page;
}

/** The place of a row among those that a test keeps; null if it is none of them. */
export function placeIn(rows: Uint32Array, has: (row: number) => boolean, wanted: number): number | null {
  let place = 0;
  for (const row of rows) {
    if (row === wanted) return has(row) ? place : null;
    if (has(row)) place++;
  }
  return null;
}
