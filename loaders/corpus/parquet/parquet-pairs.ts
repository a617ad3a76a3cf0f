import {open, type FileHandle} from "node:fs/promises";
import {parquetReadObjects, type AsyncBuffer, type FileMetaData} from "hyparquet";
import {compressors} from "hyparquet-compressors";
import {asyncBufferFromFile} from "hyparquet/src/node.js";
import {UserError} from "../../util/user-error.js";
import {shownPath} from "../../util/yaml-file.js";
import type {DataRow} from "../pairs/shapes/pair-shape.js";
import {expectedShapes, needsWholeRecords, pairColumnsOf} from "../pairs/shapes/registry.js";
import {areTurnFields, isTurnField} from "../pairs/shapes/turns.js";
import {verdictColumns} from "../pairs/shapes/verdict.js";
import {
  columnNames,
  holdsRecords,
  maybeStringLeaf,
  recordFields,
  type ColumnTree,
  columnTree
} from "./parquet-column.js";
import {readLeaf} from "./parquet-leaf.js";
import {readMetadata} from "../pools/pool-from-parquet.js";
import {StringCache} from "./string-cache.js";

/** The rows of a Parquet file, with the columns that pairs are read from. */
export interface ParquetRows {
  count: number;
  columns: string[]; // of the file
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
  const named = pairColumnsOf(there);
  const wanted = there.filter((name) => named.includes(name) || mayHoldPairs(columnTree(metadata, name)));
  if (wanted.length === 0)
    throw new UserError(`${expectedShapes()}: its columns are ${there.slice(0, 30).join(", ")}`, {file});
  const beside = [...sourceColumns, ...verdictColumns];
  const read = there.filter(
    (name) => wanted.includes(name) || [name, name.toLowerCase()].some((known) => beside.includes(known))
  );
  const readers = read.map((name) => fieldReader(metadata, name));
  const isPlain = readers.every((reader) => reader !== undefined);
  const rows = isPlain ? readByPage(path, readers) : readByGroup(path, metadata, read);
  return {count: Number(metadata.num_rows), columns: there, rows: guarded(rows, file)};
}

type FieldReader = (handle: FileHandle) => {name: string; values: AsyncGenerator<unknown>};

/** Whether a column of a name of its own holds messages, or a record within which there is a shape. */
const mayHoldPairs = ({fields, isList}: ColumnTree): boolean =>
  areTurnFields(fields.map(({name}) => name)) ||
  (!isList && (pairColumnsOf(fields.map(({name}) => name)).length > 0 || fields.some(mayHoldPairs)));

/** How a column is read page by page; undefined when its shape does not allow it. */
function fieldReader(metadata: FileMetaData, name: string): FieldReader | undefined {
  if (!holdsRecords(metadata, name)) return textReader(metadata, name);
  const all = recordFields(metadata, name);
  if (needsWholeRecords(name) || !areTurnFields(all)) return undefined;
  const fields = all.filter(isTurnField);
  const leaves = fields.map((field) => maybeStringLeaf(metadata, name, [field]));
  if (!leaves.every((leaf) => leaf !== undefined)) return undefined;
  return (handle) => ({
    name,
    values: readTurns(
      fields,
      leaves.map((leaf) => readLeaf(handle, metadata, leaf, new StringCache()))
    )
  });
}

function textReader(metadata: FileMetaData, name: string): FieldReader | undefined {
  const leaf = maybeStringLeaf(metadata, name);
  if (leaf === undefined) return undefined;
  return (handle) => ({name, values: readTexts(readLeaf(handle, metadata, leaf), leaf.levels.repetition > 0)});
}

async function* readTurns(
  fields: readonly string[],
  leaves: readonly AsyncGenerator<(string | null)[]>[]
): AsyncGenerator<unknown> {
  for (;;) {
    const rows = await Promise.all(leaves.map((leaf) => leaf.next()));
    const values = rows.flatMap(({done, value}) => (done === true ? [] : [value as (string | null)[]]));
    if (values.length === 0) return;
    const [first] = values;
    if (values.length < leaves.length || values.some(({length}) => length !== first!.length))
      throw new Error("a list has more roles than texts");
    yield first!.map((_, i) => Object.fromEntries(fields.map((field, at) => [field, values[at]![i]])));
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
