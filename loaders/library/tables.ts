import {columnsOf, tableNames, type Row, type TableName} from "../../src/shared/schema.js";
import {arrowBytes} from "../site/contents.js";
import * as store from "../store/tables.js";
import {UserError} from "../util/user-error.js";
import {checkStudy} from "./studies.js";

/**
 * All rows of a table, in its order. An empty list if the study has no such table yet. Throws a UserError if there is no
 * such study or table.
 */
export async function readRows<T extends TableName>(study: string, table: T): Promise<Row<T>[]> {
  checkTable(study, table);
  return (await store.readTable(study, table)) ?? [];
}

/**
 * The rows of a table one after the other, in bounded memory: some columns of them, or all. A column that an older file
 * lacks is undefined. Throws like `readRows`.
 */
export async function* streamRows<T extends TableName, K extends keyof Row<T> & string = keyof Row<T> & string>(
  study: string,
  table: T,
  columns: readonly K[] = columnsOf(table).map(([name]) => name as K)
): AsyncGenerator<Pick<Row<T>, K>> {
  checkTable(study, table);
  const known = columnsOf(table).map(([name]) => name);
  for (const column of columns)
    if (!known.includes(column))
      throw new UserError(`no such column in ${table}: ${column}; expected ${known.join(", ")}`);
  for await (const block of store.readBlocks(study, table, columns)) yield* block as Pick<Row<T>, K>[];
}

/**
 * A table as an Arrow IPC stream, as the pages load it: for `tableFromIPC` of apache-arrow, DuckDB, pandas or polars.
 * Lists of attributes are row numbers of the table `attributes`. Throws like `readRows`.
 */
export async function readArrow(study: string, table: TableName): Promise<Uint8Array> {
  checkTable(study, table);
  return arrowBytes(study, table);
}

function checkTable(study: string, table: string): void {
  checkStudy(study);
  if (!(tableNames as string[]).includes(table))
    throw new UserError(`no such table: ${table}; expected one of ${tableNames.join(", ")}`);
}
