import {mkdirSync, renameSync} from "node:fs";
import {join} from "node:path";
import {columnsOf, type Column, type Row, type TableName} from "../../../src/shared/schema.js";
import {TableFile} from "../../store/table-file.js";
import {readBlocks} from "../../store/tables.js";

/** A table of the folder; without rows it has no file. */
export interface ShardedTable {
  table: TableName;
  rows: number;
  shards: number;
}

const largestShard = 256 * 2 ** 20; // bytes, of which it may take one group of rows more

/** Writes a table as data/<table>/train-<i>-of-<n>.parquet, in bounded memory. */
export async function writeShards(
  study: string,
  table: TableName,
  folder: string,
  largest = largestShard
): Promise<ShardedTable> {
  const home = join(folder, "data", table);
  let shards = 0;
  const draft = (shard: number): string => join(home, `${shard}.draft`);
  let rows = 0;
  let file: TableFile<TableName> | null = null;
  const close = async (): Promise<void> => {
    if (file === null) return;
    await file.finish();
    shards++;
    file = null;
  };
  const columns = columnsOf(table).map(([column]) => column) as (keyof Row<TableName> & string)[];
  const unknown = missing(columnsOf(table));
  for await (const block of readBlocks(study, table, columns))
    for (const row of block) {
      if (rows++ === 0) mkdirSync(home, {recursive: true});
      file ??= new TableFile<TableName>(draft(shards), study, table);
      await file.add({...unknown, ...row} as Row<TableName>);
      if (file.size > largest) await close();
    }
  await close();
  for (let shard = 0; shard < shards; shard++) renameSync(draft(shard), join(home, shardName(shard, shards)));
  return {table, rows, shards};
}

const empty: Record<Column["type"], unknown> = {
  string: "",
  int32: 0,
  float64: 0,
  boolean: false,
  "string[]": [],
  "int32[]": []
};

/** What a file that an earlier version wrote has in a column that it lacks. */
const missing = (columns: readonly [string, Column][]): object =>
  Object.fromEntries(columns.map(([name, {type, nullable}]) => [name, nullable ? null : empty[type]]));

const number = (value: number): string => String(value).padStart(5, "0");
const shardName = (shard: number, shards: number): string => `train-${number(shard)}-of-${number(shards)}.parquet`;
