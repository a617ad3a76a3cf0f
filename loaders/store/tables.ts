import {mkdirSync} from "node:fs";
import {dirname, join} from "node:path";
import {parquetReadObjects, type SchemaElement} from "hyparquet";
import {asyncBufferFromFile} from "hyparquet/src/node.js";
import {compressors} from "hyparquet-compressors";
import {fileWriter, ParquetWriter} from "hyparquet-writer";
import {
  columnsOf,
  type AnyTableName,
  type Column,
  type IndexTableName,
  type Row,
  type TableName
} from "../../src/shared/schema.js";
import {DraftFile} from "../util/atomic-file.js";
import {indexFolder, studyFolder} from "../util/paths.js";

const rowsPerGroup = 2000; // reading one row fetches the pages of one group, so groups are small

/** The Parquet file of a study's table. */
export const tablePath = (study: string, name: TableName): string =>
  join(studyFolder(study), "tables", `${name}.parquet`);

/** The Parquet file of an index's table. */
export const indexTablePath = (index: string, name: IndexTableName): string =>
  join(indexFolder(index), "tables", `${name}.parquet`);

/** The owner of a table: a study, by name, or an index. */
export type TableOwner = string | {index: string};

const pathOf = (owner: TableOwner, name: AnyTableName): string =>
  typeof owner === "string" ? tablePath(owner, name as TableName) : indexTablePath(owner.index, name as IndexTableName);

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

function schemaElements(name: AnyTableName): SchemaElement[] {
  const columns = columnsOf(name);
  return [{name: "root", num_children: columns.length}, ...columns.flatMap(elementsOf)];
}

/**
 * Writes a table row group by row group in bounded memory. The file appears under its name only when it is closed, so a
 * reader never sees half a table.
 */
export class TableWriter<T extends AnyTableName> {
  readonly #draft: DraftFile;
  readonly #columns: [string, Column][];
  readonly #parquet: ParquetWriter;
  #group: Row<T>[] = [];

  constructor(owner: TableOwner, name: T) {
    const path = pathOf(owner, name);
    mkdirSync(dirname(path), {recursive: true});
    this.#draft = new DraftFile(path);
    this.#columns = columnsOf(name);
    this.#parquet = new ParquetWriter({writer: fileWriter(this.#draft.path), schema: schemaElements(name)});
  }

  async add(row: Row<T>): Promise<void> {
    this.#group.push(row);
    if (this.#group.length === rowsPerGroup) await this.#flush();
  }

  /** Finishes the file and gives it its name. */
  async close(): Promise<void> {
    if (this.#group.length > 0) await this.#flush();
    await this.#parquet.finish();
    this.#draft.commit();
  }

  /** Drops what was added; an older file of the table stays. */
  discard(): void {
    this.#draft.discard();
  }

  async #flush(): Promise<void> {
    const group = this.#group;
    this.#group = [];
    const columnData = this.#columns.map(([column]) => ({
      name: column,
      data: group.map((row) => (row as Record<string, unknown>)[column])
    }));
    await this.#parquet.write({columnData, rowGroupSize: rowsPerGroup});
  }
}

/** Writes a whole table. When `rows` throws, an older file of the table stays. */
export async function writeTable<T extends AnyTableName>(
  owner: TableOwner,
  name: T,
  rows: Iterable<Row<T>> | AsyncIterable<Row<T>>
): Promise<void> {
  const writer = new TableWriter(owner, name);
  try {
    for await (const row of rows) await writer.add(row);
    await writer.close();
  } catch (error) {
    writer.discard();
    throw error;
  }
}

/** All rows of a table; undefined when the study or index has no such table yet. */
export async function readTable<T extends AnyTableName>(owner: TableOwner, name: T): Promise<Row<T>[] | undefined> {
  const file = await asyncBufferFromFile(pathOf(owner, name)).catch(() => undefined);
  if (file === undefined) return undefined;
  return (await parquetReadObjects({file, compressors})) as Row<T>[];
}
