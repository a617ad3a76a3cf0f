import type {FileHandle} from "node:fs/promises";
import type {FileMetaData} from "hyparquet";
import {getMaxDefinitionLevel} from "hyparquet/src/schema.js";
import {columnOf, decoderOf, type StringColumn} from "./parquet-column.js";
import {readPages} from "./parquet-pages.js";
import {readDictionary, readStringPage, type StringSource} from "./parquet-strings.js";

type Values = (string | null)[];

/**
 * The strings of a column row by row: one, or those of the row's list. Reads page by page, as a row group may hold the
 * whole file. Throws an Error when the file is damaged.
 */
export async function* readLeaf(
  handle: FileHandle,
  metadata: FileMetaData,
  column: StringColumn,
  strings: StringSource = plain
): AsyncGenerator<Values> {
  const decoder = decoderOf(column, strings);
  const present = column.levels.definition;
  const element = elementLevel(column);
  let row: Values | undefined;
  for (const group of metadata.row_groups) {
    const meta = columnOf(group, column);
    let dictionary: string[] = [];
    for await (const {header, bytes} of readPages(handle, meta)) {
      if (header.type === "DICTIONARY_PAGE") dictionary = readDictionary(bytes, header, decoder(meta));
      if (header.type !== "DATA_PAGE" && header.type !== "DATA_PAGE_V2") continue;
      const page = readStringPage(bytes, header, decoder(meta));
      let value = 0;
      for (let i = 0; i < page.count; i++) {
        if (page.repetition === null || page.repetition[i] === 0) {
          if (row !== undefined) yield row;
          row = [];
        }
        const level = page.definition === null ? present : page.definition[i]!;
        if (level === present)
          row!.push(page.ids === null ? (page.strings!.next().value as string) : dictionary[page.ids[value++]!]!);
        else if (level >= element) row!.push(null);
      }
    }
  }
  if (row !== undefined) yield row;
}

/** The definition level from which on a list has an entry; 0 where there is no list. */
function elementLevel({schemaPath}: StringColumn): number {
  const list = schemaPath.findIndex(({element}) => element.repetition_type === "REPEATED");
  return list < 0 ? 0 : getMaxDefinitionLevel(schemaPath.slice(0, list + 1));
}

const plain: StringSource = {get: (_, bytes, start, end) => bytes.toString("utf8", start, end)};
