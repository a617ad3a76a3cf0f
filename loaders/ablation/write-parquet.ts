import {fileWriter, ParquetWriter} from "hyparquet-writer";
import type {SchemaElement} from "hyparquet";
import type {TrainingRow} from "./training-row.js";

const rowsPerGroup = 5000;

const text: Partial<SchemaElement> = {type: "BYTE_ARRAY", converted_type: "UTF8"};

/** messages: list of {role, content}; source: the chunk, null for a pair that was added. */
const schema: SchemaElement[] = [
  {name: "root", num_children: 2},
  {name: "messages", repetition_type: "REQUIRED", num_children: 1, converted_type: "LIST"},
  {name: "list", repetition_type: "REPEATED", num_children: 1},
  {name: "element", repetition_type: "REQUIRED", num_children: 2},
  {name: "role", repetition_type: "REQUIRED", ...text},
  {name: "content", repetition_type: "REQUIRED", ...text},
  {name: "source", repetition_type: "OPTIONAL", ...text}
];

/** Writes training rows as Parquet, row group by row group. */
export async function writeParquetRows(path: string, rows: Iterable<TrainingRow>): Promise<void> {
  const parquet = new ParquetWriter({writer: fileWriter(path), schema});
  let group: TrainingRow[] = [];
  const flush = async (): Promise<void> => {
    const columnData = [
      {name: "messages", data: group.map(({messages}) => messages)},
      {name: "source", data: group.map(({source = null}) => source)}
    ];
    group = [];
    await parquet.write({columnData, rowGroupSize: rowsPerGroup});
  };
  for (const row of rows) {
    group.push(row);
    if (group.length === rowsPerGroup) await flush();
  }
  if (group.length > 0) await flush();
  await parquet.finish();
}
