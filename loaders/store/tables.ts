import {mkdirSync} from "node:fs";
import {dirname, join} from "node:path";
import {parquetMetadataAsync, parquetReadObjects} from "hyparquet";
import {asyncBufferFromFile} from "hyparquet/src/node.js";
import {compressors} from "hyparquet-compressors";
import type {AnyTableName, IndexTableName, Row, TableName} from "../../src/shared/schema.js";
import {DraftFile, removeDraftsOf} from "../util/atomic-file.js";
import {indexFolder, studyFolder} from "../util/paths.js";
import {checkHeld} from "./lock.js";
import type {TableOwner} from "./table-facts.js";
import {rowsPerGroup, TableFile} from "./table-file.js";

export {rowsPerGroup};

export type {TableOwner};

/** The Parquet file of a study's table. */
export const tablePath = (study: string, name: TableName): string =>
  join(studyFolder(study), "tables", `${name}.parquet`);

/** The Parquet file of an index's table. */
export const indexTablePath = (index: string, name: IndexTableName): string =>
  join(indexFolder(index), "tables", `${name}.parquet`);

const pathOf = (owner: TableOwner, name: AnyTableName): string =>
  typeof owner === "string" ? tablePath(owner, name as TableName) : indexTablePath(owner.index, name as IndexTableName);

const folderOf = (owner: TableOwner): string =>
  typeof owner === "string" ? studyFolder(owner) : indexFolder(owner.index);

/** A table that is written and gets its name, or is dropped. */
export type PublishedTable = Pick<TableWriter<never>, "publish" | "discard">;

/**
 * Writes a table row group by row group in bounded memory. The file appears under its name only when it is closed, so a
 * reader never sees half a table.
 */
export class TableWriter<T extends AnyTableName> {
  readonly #folder: string;
  readonly #draft: DraftFile;
  readonly #file: TableFile<T>;

  constructor(owner: TableOwner, name: T) {
    const path = pathOf(owner, name);
    this.#folder = folderOf(owner);
    mkdirSync(dirname(path), {recursive: true});
    removeDraftsOf(path);
    this.#draft = new DraftFile(path);
    this.#file = new TableFile(this.#draft.path, owner, name);
  }

  async add(row: Row<T>): Promise<void> {
    await this.#file.add(row);
  }

  /** Appends a part that `writeTablePart` wrote. */
  async append(part: string): Promise<void> {
    await this.#file.append(part);
  }

  /** Finishes the file and gives it its name. */
  async close(): Promise<void> {
    await this.finish();
    this.publish();
  }

  /** Writes the file to its end and to the disk, still without its name: the part of `close` that takes time. */
  async finish(): Promise<void> {
    await this.#file.finish();
    this.#draft.sync();
  }

  /** Gives a finished file its name. Throws a UserError when another process took the study over. */
  publish(): void {
    checkHeld(this.#folder);
    this.#draft.publish();
  }

  /** Drops what was added; an older file of the table stays. */
  discard(): void {
    this.#draft.discard();
  }
}

type Rows<T extends AnyTableName> = Iterable<Row<T>> | AsyncIterable<Row<T>>;

/** Writes a whole table. When `rows` throws, an older file of the table stays. */
export async function writeTable<T extends AnyTableName>(owner: TableOwner, name: T, rows: Rows<T>): Promise<void> {
  (await draftTable(owner, name, rows)).publish();
}

/** Writes some rows of a table to a file of their own. Of all parts but the last, `rowsPerGroup` divides the rows. */
export async function writeTablePart<T extends AnyTableName>(
  path: string,
  owner: TableOwner,
  name: T,
  rows: Rows<T>
): Promise<void> {
  const file = new TableFile(path, owner, name);
  for await (const row of rows) await file.add(row);
  await file.finishPart();
}

/** Writes a table of parts, one after the other: the very file of all their rows. */
export async function joinTable(owner: TableOwner, name: AnyTableName, parts: readonly string[]): Promise<void> {
  const writer = new TableWriter(owner, name);
  try {
    for (const part of parts) await writer.append(part);
    await writer.finish();
    writer.publish();
  } catch (error) {
    writer.discard();
    throw error;
  }
}

/** Writes a whole table that has no name yet; `publish` gives it one. When `rows` throws, nothing is left of it. */
export async function draftTable<T extends AnyTableName>(
  owner: TableOwner,
  name: T,
  rows: Rows<T>
): Promise<TableWriter<T>> {
  const writer = new TableWriter(owner, name);
  try {
    for await (const row of rows) await writer.add(row);
    await writer.finish();
    return writer;
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

/** How many rows a table has; 0 when the study or index has no such table yet. */
export async function countRows(owner: TableOwner, name: AnyTableName): Promise<number> {
  const file = await asyncBufferFromFile(pathOf(owner, name)).catch(() => undefined);
  return file === undefined ? 0 : Number((await parquetMetadataAsync(file)).num_rows);
}

const rowsPerBlock = 10 * rowsPerGroup;

/**
 * Some columns of all rows of a table, some thousand rows at a time: no more are in memory. Nothing without the table; a
 * column that an older file lacks is undefined.
 */
export async function* readBlocks<T extends AnyTableName, K extends keyof Row<T> & string>(
  owner: TableOwner,
  name: T,
  columns: readonly K[]
): AsyncGenerator<Partial<Pick<Row<T>, K>>[]> {
  const file = await asyncBufferFromFile(pathOf(owner, name)).catch(() => undefined);
  if (file === undefined) return;
  const metadata = await parquetMetadataAsync(file);
  const there = new Set(metadata.schema.map(({name: column}) => column));
  for (let rowStart = 0; rowStart < Number(metadata.num_rows); rowStart += rowsPerBlock) {
    const options = {
      file,
      metadata,
      compressors,
      columns: columns.filter((column) => there.has(column)),
      rowStart,
      rowEnd: rowStart + rowsPerBlock
    };
    yield (await parquetReadObjects(options)) as Partial<Pick<Row<T>, K>>[];
  }
}

/**
 * Some rows of a table, by ascending row number: each group of rows that has one is read once. Throws when the table is
 * not there.
 */
export async function* readRowsAt<T extends AnyTableName>(
  owner: TableOwner,
  name: T,
  numbers: readonly number[]
): AsyncGenerator<Row<T>> {
  const file = await asyncBufferFromFile(pathOf(owner, name));
  let [from, rows]: [number, Row<T>[]] = [0, []];
  for (const number of numbers) {
    if (number < from || number >= from + rows.length) {
      from = number - (number % rowsPerGroup);
      rows = (await parquetReadObjects({file, compressors, rowStart: from, rowEnd: from + rowsPerGroup})) as Row<T>[];
    }
    yield rows[number - from]!;
  }
}
