import {open, type FileHandle} from "node:fs/promises";
import {asyncBufferFromFile} from "hyparquet/src/node.js";
import {parquetMetadataAsync} from "hyparquet/src/metadata.js";
import type {ColumnMetaData, FileMetaData} from "hyparquet";
import {isUserError, UserError} from "../../util/user-error.js";
import {shownPath} from "../../util/yaml-file.js";
import {AttributePoolBuilder} from "./attribute-pool.js";
import {columnNames, columnOf, decoderOf, findStringColumn} from "../parquet/parquet-column.js";
import {readPages} from "../parquet/parquet-pages.js";
import {readDictionary, readStringPage, type StringDecoder} from "../parquet/parquet-strings.js";
import {rowTaker, type RowTaker} from "../parquet/parquet-rows.js";

const wanted = ["sae_attributes", "attributes"]; // in order of preference

/**
 * Reads the attribute column of a Parquet file page by page, so that memory does not grow with the size of its row
 * groups. Throws a UserError when it is not a Parquet file, lacks the columns, or they hold anything but sentences.
 */
export async function poolFromParquet(path: string): Promise<AttributePoolBuilder> {
  const file = shownPath(path);
  const metadata = await readMetadata(path, file);
  const there = columnNames(metadata);
  const names = wanted.filter((name) => there.includes(name));
  if (names.length === 0)
    throw new UserError(`expected a column ${wanted.join(" or ")}, its columns are ${there.join(", ")}`, {file});
  const handle = await open(path, "r");
  try {
    let pool = new AttributePoolBuilder();
    for (const name of names) {
      pool = new AttributePoolBuilder();
      if (await readColumn(handle, metadata, name, pool, file)) break;
    }
    return pool;
  } catch (cause) {
    if (isUserError(cause)) throw cause;
    throw new UserError(`damaged Parquet file: ${(cause as Error).message}: get the file again`, {file}, {cause});
  } finally {
    await handle.close();
  }
}

/** The footer of a Parquet file. Throws a UserError when it is not one. */
export async function readMetadata(path: string, file: string): Promise<FileMetaData> {
  try {
    return await parquetMetadataAsync(await asyncBufferFromFile(path));
  } catch (cause) {
    throw new UserError(`not a Parquet file: ${(cause as Error).message}`, {file}, {cause});
  }
}

/** Whether the column held any sentence at all. */
async function readColumn(
  handle: FileHandle,
  metadata: FileMetaData,
  name: string,
  pool: AttributePoolBuilder,
  file: string
): Promise<boolean> {
  const column = findStringColumn(metadata, name);
  if (typeof column === "string")
    throw new UserError(`expected strings or lists of strings, got ${column}`, {file, key: name});
  const rows = rowTaker(pool, column.levels, {file, key: name});
  const decoder = decoderOf(column);
  for (const group of metadata.row_groups) {
    const meta = columnOf(group, column);
    await readGroup(handle, meta, decoder(meta), rows);
  }
  rows.end();
  return rows.sentences > 0;
}

async function readGroup(
  handle: FileHandle,
  column: ColumnMetaData,
  decoder: StringDecoder,
  rows: RowTaker
): Promise<void> {
  let dictionary: string[] = [];
  for await (const {header, bytes} of readPages(handle, column)) {
    if (header.type === "DICTIONARY_PAGE") dictionary = rows.prepare(readDictionary(bytes, header, decoder));
    else if (header.type === "DATA_PAGE" || header.type === "DATA_PAGE_V2")
      rows.take(readStringPage(bytes, header, decoder), dictionary);
  }
}
