import type {AsyncBuffer, FileMetaData, RowGroup} from "hyparquet";
import {compressors} from "hyparquet-compressors";
import {readColumn} from "hyparquet/src/column.js";
import {DEFAULT_PARSERS} from "hyparquet/src/convert.js";
import {parquetSchema} from "hyparquet/src/metadata.js";
import {getTreePath} from "hyparquet/src/schema.js";

/** The prompt and the number of each answer, row by row. Reads two columns only, without making rows of them. */
export async function readKeys(
  file: AsyncBuffer,
  metadata: FileMetaData,
  add: (id: string, k: number) => void
): Promise<void> {
  const ids = columnReader(file, metadata, "id");
  const numbers = columnReader(file, metadata, "k");
  for (const group of metadata.row_groups) {
    const [id, k] = [await ids(group), await numbers(group)];
    for (let row = 0; row < Number(group.num_rows); row++) add(id[row] as string, k[row] as number);
  }
}

function columnReader(
  file: AsyncBuffer,
  metadata: FileMetaData,
  name: string
): (group: RowGroup) => Promise<ArrayLike<unknown>> {
  const schemaPath = getTreePath(parquetSchema(metadata), [name]);
  const {element} = schemaPath.at(-1)!;
  return async (group) => {
    const meta = group.columns.find(({meta_data: each}) => each?.path_in_schema[0] === name)!.meta_data!;
    const start = Number(meta.dictionary_page_offset ?? meta.data_page_offset);
    const bytes = await file.slice(start, start + Number(meta.total_compressed_size));
    const decoder: Parameters<typeof readColumn>[2] = {
      ...{pathInSchema: [name], element, schemaPath, parsers: DEFAULT_PARSERS, compressors},
      ...meta
    };
    const whole = {groupStart: 0, groupRows: Number(group.num_rows), selectStart: 0, selectEnd: Number(group.num_rows)};
    const {data} = readColumn({view: new DataView(bytes), offset: 0}, whole, decoder);
    return data.length === 1 ? data[0]! : data.flatMap((part) => Array.from(part as ArrayLike<unknown>));
  };
}
