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
import {columnsOf, type AnyTableName, type Column, type Row} from "../../src/shared/schema.js";

/** Ids of attribute sentences, from the table `attributes`. */
export type AttributeIds = ReadonlyMap<string, number>;

export const attributeIds = (rows: readonly Row<"attributes">[]): AttributeIds =>
  new Map(rows.map(({id, attribute}) => [attribute, id]));

/**
 * A table as Arrow IPC for the pages. Attribute sentences become their ids, categories are dictionary-encoded: what a
 * chart needs stays small. The columns of `without` are left out.
 */
export function toArrow<T extends AnyTableName>(
  name: T,
  rows: readonly Row<T>[],
  ids: AttributeIds,
  {without = []}: {without?: readonly string[]} = {}
): Uint8Array {
  const columns = columnsOf(name).filter(([column]) => !without.includes(column));
  const arrays: Record<string, unknown[]> = {};
  const types: Record<string, DataType> = {};
  for (const [column, definition] of columns) {
    types[column] = arrowType(definition);
    arrays[column] = rows.map((row) => arrowValue((row as Record<string, unknown>)[column], definition, ids));
  }
  return tableToIPC(tableFromArrays(arrays, {types}), {format: "stream"})!;
}

function arrowType({type, category, attribute}: Column): DataType {
  if (attribute) return type === "string[]" ? list(int32()) : int32();
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

function arrowValue(value: unknown, {attribute}: Column, ids: AttributeIds): unknown {
  if (!attribute || value === null) return value;
  return Array.isArray(value) ? value.map((sentence: string) => ids.get(sentence)) : ids.get(value as string);
}
