import {int32, list, tableFromArrays, tableToIPC, type DataType} from "@uwdata/flechette";
import {columnsOf, type AnyTableName, type Column, type Row} from "../../src/shared/schema.js";
import {arrowType} from "./arrow-schema.js";
import {tableFacts, type TableOwner} from "./table-facts.js";

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
  options: ArrowOptions = {}
): Uint8Array {
  const builder = new ArrowBuilder(name, ids, options);
  for (const row of rows) builder.add(row);
  return builder.finish();
}

export interface ArrowOptions {
  without?: readonly string[]; // columns to leave out
  owner?: TableOwner; // what the file says it is of; defaults to nothing
}

/** The same for rows that come one after another, of which only the values are kept: a table may have a million. */
export class ArrowBuilder<T extends AnyTableName> {
  readonly #columns: [string, Column][];
  readonly #arrays: Record<string, unknown[]>;
  readonly #ids: AttributeIds;
  readonly #facts: Map<string, string> | null;

  constructor(name: T, ids: AttributeIds, {without = [], owner}: ArrowOptions = {}) {
    this.#ids = ids;
    this.#facts = owner === undefined ? null : tableFacts(owner, name);
    this.#columns = columnsOf(name).filter(([column]) => !without.includes(column));
    this.#arrays = Object.fromEntries(this.#columns.map(([column]) => [column, []]));
  }

  add(row: Partial<Row<T>>): void {
    for (const [column, definition] of this.#columns)
      this.#arrays[column]!.push(arrowValue((row as Record<string, unknown>)[column], definition, this.#ids));
  }

  finish(): Uint8Array {
    const types = Object.fromEntries(this.#columns.map(([column, definition]) => [column, pageType(definition)]));
    const table = tableFromArrays(this.#arrays, {types});
    table.schema.metadata = this.#facts;
    return tableToIPC(table, {format: "stream"})!;
  }
}

/** The type of a column for pages: attribute sentences are ids there. */
function pageType(column: Column): DataType {
  if (!column.attribute) return arrowType(column);
  return column.type === "string[]" ? list(int32()) : int32();
}

function arrowValue(value: unknown, {attribute}: Column, ids: AttributeIds): unknown {
  if (!attribute || value === null) return value;
  return Array.isArray(value) ? value.map((sentence: string) => ids.get(sentence)) : ids.get(value as string);
}
