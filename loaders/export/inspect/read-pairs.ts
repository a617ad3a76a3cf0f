import {columnsOf, type Row, type TableName} from "../../../src/shared/schema.js";
import {readBlocks} from "../../store/tables.js";

/** The rows of two tables that are in the same order, side by side, some thousand at a time. */
export async function* readPairs<A extends TableName, B extends TableName>(
  study: string,
  first: A,
  second: B
): AsyncGenerator<[Row<A>, Row<B>]> {
  const texts = rowsOf(study, second);
  for await (const row of rowsOf(study, first)) {
    const {value, done} = await texts.next();
    if (done) return;
    yield [row, value];
  }
}

/** All rows of a table; a column that an older file lacks is null. */
async function* rowsOf<T extends TableName>(study: string, table: T): AsyncGenerator<Row<T>, void> {
  const columns = columnsOf(table).map(([name]) => name) as (keyof Row<T> & string)[];
  const unknown = Object.fromEntries(columns.map((name) => [name, null]));
  for await (const block of readBlocks(study, table, columns))
    for (const row of block) yield {...unknown, ...row} as Row<T>;
}
