import {
  bool,
  dictionary,
  float64,
  int32,
  list,
  tableFromArrays,
  tableToIPC,
  utf8,
  type DataType
} from "@uwdata/flechette";
import type {Column} from "../../src/shared/schema.js";

/** The Arrow type of a column that holds what its table says: categories are dictionary-encoded. */
export function arrowType({type, category}: Pick<Column, "type" | "category">): DataType {
  const types: Record<Column["type"], () => DataType> = {
    string: category ? () => dictionary(utf8(), int32()) : utf8,
    int32,
    float64,
    boolean: bool,
    "string[]": () => list(utf8()),
    "int32[]": () => list(int32())
  };
  return types[type]();
}

/**
 * The Arrow schema of a table in base64, as Arrow libraries keep it in a Parquet file under the key `ARROW:schema`: from
 * it they know which columns are dictionaries, and what the file says of itself. It is the first message of an IPC stream.
 */
export function arrowSchema(columns: readonly [string, Column][], facts: Map<string, string>): string {
  const arrays = Object.fromEntries(columns.map(([name]) => [name, []]));
  const types = Object.fromEntries(columns.map(([name, column]) => [name, arrowType(column)]));
  const table = tableFromArrays(arrays, {types});
  table.schema.metadata = facts;
  const stream = tableToIPC(table, {format: "stream"})!;
  const prefix = 8; // continuation marker and length of the message
  const length = new DataView(stream.buffer, stream.byteOffset).getInt32(4, true);
  return Buffer.from(stream.subarray(0, prefix + length)).toString("base64");
}
