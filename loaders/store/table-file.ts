import {fileWriter, ParquetWriter} from "hyparquet-writer";
import {columnsOf, type AnyTableName, type Column, type Row} from "../../src/shared/schema.js";
import {schemaElements} from "../util/parquet-schema.js";
import {arrowSchema} from "./arrow-schema.js";
import {tableFacts, type TableOwner} from "./table-facts.js";

export const rowsPerGroup = 2000; // reading one row fetches the pages of one group, so groups are small

/** A Parquet file of a table's rows, written row group by row group in bounded memory. */
export class TableFile<T extends AnyTableName> {
  readonly #columns: [string, Column][];
  readonly #parquet: ParquetWriter;
  #group: Row<T>[] = [];

  constructor(path: string, owner: TableOwner, name: T) {
    this.#columns = columnsOf(name);
    const facts = tableFacts(owner, name);
    const pairs = [...facts, ["ARROW:schema", arrowSchema(this.#columns, facts)] as const];
    this.#parquet = new ParquetWriter({
      writer: fileWriter(path),
      schema: schemaElements(this.#columns),
      kvMetadata: pairs.map(([key, value]) => ({key, value}))
    });
  }

  /** Bytes written so far; rows that wait for their group are not among them. */
  get size(): number {
    return this.#parquet.writer.offset;
  }

  async add(row: Row<T>): Promise<void> {
    this.#group.push(row);
    if (this.#group.length === rowsPerGroup) await this.#flush();
  }

  /** Writes the file to its end. */
  async finish(): Promise<void> {
    if (this.#group.length > 0) await this.#flush();
    await this.#parquet.finish();
  }

  async #flush(): Promise<void> {
    const group = this.#group;
    this.#group = [];
    const columnData = this.#columns.map(([column]) => ({
      name: column,
      data: group.map((row) => (row as Record<string, unknown>)[column])
    }));
    await this.#parquet.write({columnData, rowGroupSize: rowsPerGroup});
  }
}
