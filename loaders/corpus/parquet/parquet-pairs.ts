import {open, type FileHandle} from "node:fs/promises";
import {parquetReadObjects, type AsyncBuffer, type FileMetaData} from "hyparquet";
import {compressors} from "hyparquet-compressors";
import {asyncBufferFromFile} from "hyparquet/src/node.js";
import {UserError} from "../../util/user-error.js";
import {shownPath} from "../../util/yaml-file.js";
import type {DataRow} from "../pairs/shapes/pair-shape.js";
import {expectedShapes, needsWholeRecords, pairColumnsOf} from "../pairs/shapes/registry.js";
import {contentFields, roleFields} from "../pairs/shapes/turns.js";
import {columnNames, holdsRecords, maybeStringLeaf} from "./parquet-column.js";
import {readLeaf} from "./parquet-leaf.js";
import {readMetadata} from "../pools/pool-from-parquet.js";
import {StringCache} from "./string-cache.js";

/** The rows of a Parquet file, with the columns that pairs are read from. */
export interface ParquetRows {
  count: number;
  rows: AsyncGenerator<DataRow>;
}

/**
 * Opens a Parquet file for reading pairs. Columns of strings and of messages are read page by page; any other shape row
 * group by row group. Throws a UserError when it is not a Parquet file or has none of the columns.
 */
export async function openParquetPairs(path: string, sourceColumns: readonly string[]): Promise<ParquetRows> {
  const file = shownPath(path);
  const metadata = await readMetadata(path, file);
  const there = columnNames(metadata);
  const wanted = pairColumnsOf(there);
  if (wanted.length === 0)
    throw new UserError(`${expectedShapes()}: its columns are ${there.slice(0, 30).join(", ")}`, {file});
  const sources = there.filter((name) => sourceColumns.includes(name));
  const readers = [...wanted, ...sources].map((name) => fieldReader(metadata, name));
  const isPlain = readers.every((reader) => reader !== undefined);
  const rows = isPlain ? readByPage(path, readers) : readByGroup(path, metadata, [...wanted, ...sources]);
  return {count: Number(metadata.num_rows), rows: guarded(rows, file)};
}

type FieldReader = (handle: FileHandle) => {name: string; values: AsyncGenerator<unknown>};

/** How a column is read page by page; undefined when its shape does not allow it. */
function fieldReader(metadata: FileMetaData, name: string): FieldReader | undefined {
  if (needsWholeRecords(name) && holdsRecords(metadata, name)) return undefined;
  const role = maybeStringLeaf(metadata, name, roleFields);
  const content = maybeStringLeaf(metadata, name, contentFields);
  if (role === undefined || content === undefined) return undefined;
  if (role.path.join() !== content.path.join())
    return (handle) => ({
      name,
      values: readTurns(readLeaf(handle, metadata, role, new StringCache()), readLeaf(handle, metadata, content))
    });
  const isList = content.levels.repetition > 0;
  return (handle) => ({name, values: readTexts(readLeaf(handle, metadata, content), isList)});
}

async function* readTurns(
  roles: AsyncGenerator<(string | null)[]>,
  contents: AsyncGenerator<(string | null)[]>
): AsyncGenerator<unknown> {
  for await (const row of roles) {
    const texts = (await contents.next()).value as (string | null)[] | undefined;
    if (texts?.length !== row.length) throw new Error("a list has more roles than texts");
    yield row.map((role, i) => ({role, content: texts[i]}));
  }
}

async function* readTexts(values: AsyncGenerator<(string | null)[]>, isList: boolean): AsyncGenerator<unknown> {
  for await (const row of values) yield isList ? row : (row[0] ?? null);
}

async function* readByPage(path: string, readers: readonly FieldReader[]): AsyncGenerator<DataRow> {
  const handle = await open(path, "r");
  try {
    const fields = readers.map((reader) => reader(handle));
    for (;;) {
      const row: DataRow = {};
      let ended = 0;
      for (const {name, values} of fields) {
        const next = await values.next();
        if (next.done === true) ended++;
        else row[name] = next.value;
      }
      if (ended === fields.length) return;
      if (ended > 0) throw new Error("its columns differ in length");
      yield row;
    }
  } finally {
    await handle.close();
  }
}

async function* readByGroup(path: string, metadata: FileMetaData, columns: string[]): AsyncGenerator<DataRow> {
  const file: AsyncBuffer = await asyncBufferFromFile(path);
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    yield* await parquetReadObjects({file, metadata, columns, rowStart, rowEnd, compressors});
    rowStart = rowEnd;
  }
}

async function* guarded(rows: AsyncGenerator<DataRow>, file: string): AsyncGenerator<DataRow> {
  try {
    yield* rows;
  } catch (cause) {
    throw new UserError(`damaged Parquet file: ${(cause as Error).message}: get the file again`, {file}, {cause});
  }
}
