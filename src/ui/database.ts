/** What pages use of DuckDB: parameters where a text comes from a reader. */
export interface Database {
  query(sql: string, parameters?: readonly (string | number)[]): Promise<Iterable<{toJSON(): unknown}>>;
}

/** A part of a query, with a parameter for every text of a reader. */
export interface SqlCondition {
  sql: string;
  parameters: (string | number)[];
}

/** Rows and one count of them all, for a list that shows a page at a time. */
export interface CountedRows<T> {
  rows: T[];
  total: number;
}

/** The rows of a query as plain objects. */
export async function rowsOf<T>(
  db: Database,
  sql: string,
  parameters: readonly (string | number)[] = []
): Promise<T[]> {
  return Array.from(await db.query(sql, parameters), (row) => row.toJSON() as T);
}
