/** A column of an Arrow table in memory. */
interface ArrowColumn {
  type: object;
  get(row: number): unknown;
  memoize(): ArrowColumn;
}

/** What pages use of an Arrow table in memory. */
export interface ColumnTable extends Iterable<{toJSON(): unknown}> {
  numRows: number;
  getChild(name: string): ArrowColumn | null;
  get(row: number): {toJSON(): unknown} | null;
}

/** Reads one column of a table by row number: for long tables, whose rows would be too many objects. */
export function columnOf<T, K extends keyof T & string>(table: ColumnTable, name: K): (row: number) => T[K] {
  if (table.numRows === 0) return () => undefined as T[K];
  const column = table.getChild(name);
  if (column === null) throw new Error(`no such column: ${name}`);
  const values = "dictionary" in column.type ? column.memoize() : column; // its texts are decoded once
  return (row) => values.get(row) as T[K];
}
