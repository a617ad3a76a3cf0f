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
  const builder = new ArrowBuilder(name, ids, {without});
  for (const row of rows) builder.add(row);
  return builder.finish();
}

/** The same for rows that come one after another, of which only the values are kept: a table may have a million. */
export class ArrowBuilder<T extends AnyTableName> {
  readonly #columns: [string, Column][];
  readonly #arrays: Record<string, unknown[]>;
  readonly #ids: AttributeIds;

  constructor(name: T, ids: AttributeIds, {without = []}: {without?: readonly string[]} = {}) {
    this.#ids = ids;
    this.#columns = columnsOf(name).filter(([column]) => !without.includes(column));
    this.#arrays = Object.fromEntries(this.#columns.map(([column]) => [column, []]));
  }

  add(row: Partial<Row<T>>): void {
    for (const [column, definition] of this.#columns)
      this.#arrays[column]!.push(arrowValue((row as Record<string, unknown>)[column], definition, this.#ids));
  }

  finish(): Uint8Array {
    const types = Object.fromEntries(this.#columns.map(([column, definition]) => [column, arrowType(definition)]));
    return tableToIPC(tableFromArrays(this.#arrays, {types}), {format: "stream"})!;
  }
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
