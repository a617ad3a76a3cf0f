import {mkdirSync, renameSync, rmSync} from "node:fs";
import {dirname, join} from "node:path";
import {parquetReadObjects, type SchemaElement} from "hyparquet";
import {asyncBufferFromFile} from "hyparquet/src/node.js";
import {compressors} from "hyparquet-compressors";
import {fileWriter, ParquetWriter} from "hyparquet-writer";
import {columnsOf, type Column, type Row, type TableName} from "../../src/lib/schema.js";
import {studyFolder} from "../util/paths.js";

const rowsPerGroup = 2000; // a reader of one row fetches one group's pages, so groups stay small

/** The Parquet file of a study's table. */
export const tablePath = (study: string, name: TableName): string =>
  join(studyFolder(study), "tables", `${name}.parquet`);

function elementsOf([name, {type, nullable}]: [string, Column]): SchemaElement[] {
  const repetition_type = nullable ? "OPTIONAL" : "REQUIRED";
  const leaf: Record<string, Partial<SchemaElement>> = {
    string: {type: "BYTE_ARRAY", converted_type: "UTF8"},
    int32: {type: "INT32"},
    float64: {type: "DOUBLE"},
    boolean: {type: "BOOLEAN"}
  };
  if (!type.endsWith("[]")) return [{name, repetition_type, ...leaf[type]}];
  return [
    {name, repetition_type, num_children: 1, converted_type: "LIST"},
    {name: "list", repetition_type: "REPEATED", num_children: 1},
    {name: "element", repetition_type: "REQUIRED", ...leaf[type.slice(0, -2)]}
  ];
}

function schemaElements(name: TableName): SchemaElement[] {
  const columns = columnsOf(name);
  return [{name: "root", num_children: columns.length}, ...columns.flatMap(elementsOf)];
}

/**
 * Writes a table row group by row group in bounded memory. The file appears under its name only when complete, so a
 * reader never meets half a table.
 */
export async function writeTable<T extends TableName>(
  study: string,
  name: T,
  rows: Iterable<Row<T>> | AsyncIterable<Row<T>>
): Promise<void> {
  const path = tablePath(study, name);
  const draft = `${path}.${process.pid}.draft`;
  mkdirSync(dirname(path), {recursive: true});
  const writer = fileWriter(draft);
  try {
    const parquet = new ParquetWriter({writer, schema: schemaElements(name)});
    const columns = columnsOf(name);
    let group: Row<T>[] = [];
    const flush = async () => {
      const columnData = columns.map(([column]) => ({
        name: column,
        data: group.map((row) => (row as Record<string, unknown>)[column])
      }));
      await parquet.write({columnData, rowGroupSize: rowsPerGroup});
      group = [];
    };
    for await (const row of rows) {
      group.push(row);
      if (group.length === rowsPerGroup) await flush();
    }
    if (group.length > 0) await flush();
    await parquet.finish();
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, {force: true});
    throw error;
  }
}

/** All rows of a table; undefined when the study has no such table yet. */
export async function readTable<T extends TableName>(study: string, name: T): Promise<Row<T>[] | undefined> {
  const file = await asyncBufferFromFile(tablePath(study, name)).catch(() => undefined);
  if (file === undefined) return undefined;
  return (await parquetReadObjects({file, compressors})) as Row<T>[];
}
