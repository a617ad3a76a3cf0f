/** What pages use of DuckDB: parameters where a text comes from a reader. */
export interface Database {
  query(sql: string, parameters?: readonly (string | number)[]): Promise<Iterable<{toJSON(): unknown}>>;
}

/** The rows of a query as plain objects. */
export async function rowsOf<T>(
  db: Database,
  sql: string,
  parameters: readonly (string | number)[] = []
): Promise<T[]> {
  return Array.from(await db.query(sql, parameters), (row) => row.toJSON() as T);
}

/** The rows of a small Arrow table as plain objects, for pages that can do without a query engine. */
export const rowsOfTable = <T>(table: Iterable<{toJSON(): unknown}>): T[] =>
  Array.from(table, (row) => row.toJSON() as T);

/** Rubric and model of a study, in the order of the study. */
export interface Search {
  rubric: string;
  model: string;
}

/** What can be chosen on the pages of a study: its searches, and the runs of each. */
export async function searchesOf(db: Database): Promise<(Search & {runs: number[]})[]> {
  const rows = await rowsOf<Search & {run: number}>(db, "SELECT rubric, model, run FROM runs");
  const searches = new Map<string, Search & {runs: number[]}>();
  for (const {rubric, model, run} of rows) {
    const key = `${rubric}\u0000${model}`;
    if (!searches.has(key)) searches.set(key, {rubric, model, runs: []});
    searches.get(key)!.runs.push(run);
  }
  return [...searches.values()];
}
