import {createReadStream, readFileSync, writeFileSync} from "node:fs";
import {deserialize, serialize} from "node:v8";
import {fileWriter, ParquetWriter} from "hyparquet-writer";
import {columnsOf, type AnyTableName, type Column, type Row} from "../../src/shared/schema.js";
import {schemaElements} from "../util/parquet-schema.js";
import {arrowSchema} from "./arrow-schema.js";
import {tableFacts, type TableOwner} from "./table-facts.js";

const magic = "PAR1"; // that a file begins with
const bytesAtOnce = 1 << 20;
const footerPath = (part: string): string => `${part}.footer`;

/** Of a part of a table: places in it are counted from its beginning. Indexes have the very columns of the groups. */
interface PartFooter {
  groups: ParquetWriter["row_groups"];
  indexes: ParquetWriter["pendingIndexes"];
}

function shiftColumn(column: PartFooter["groups"][number]["columns"][number], shift: bigint): void {
  const {meta_data: meta} = column;
  column.file_offset += shift;
  if (meta === undefined) return;
  meta.data_page_offset += shift;
  if (meta.dictionary_page_offset !== undefined) meta.dictionary_page_offset += shift;
}

export const rowsPerGroup = 2000; // reading one row fetches the pages of one group, so groups are small
const bytesPerPage = 16_384; // a page of a site decodes a page of a column for each text that it shows; 2000 numbers are one

/** A Parquet file of a table's rows, written row group by row group in bounded memory. */
export class TableFile<T extends AnyTableName> {
  readonly #columns: [string, Column][];
  readonly #parquet: ParquetWriter;
  #group: Row<T>[] = [];

  constructor(
    private readonly path: string,
    owner: TableOwner,
    name: T
  ) {
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

  /** Writes the file to the end of its last group, as a part of a table: what has to stand in its footer is beside. */
  async finishPart(): Promise<void> {
    if (this.#group.length > 0) await this.#flush();
    await this.#parquet.writer.finish();
    const {row_groups: groups, pendingIndexes: indexes} = this.#parquet;
    writeFileSync(footerPath(this.path), serialize({groups, indexes} satisfies PartFooter));
  }

  /** Appends a part. All but the last one have whole groups. */
  async append(path: string): Promise<void> {
    const {writer, row_groups: groups, pendingIndexes: indexes} = this.#parquet;
    const part = deserialize(readFileSync(footerPath(path))) as PartFooter;
    const shift = writer.offset - magic.length;
    for await (const bytes of createReadStream(path, {start: magic.length, highWaterMark: bytesAtOnce}))
      writer.appendBytes(bytes as Buffer);
    for (const group of part.groups) {
      for (const column of group.columns) shiftColumn(column, BigInt(shift));
      this.#parquet.num_rows += group.num_rows;
      groups.push(group);
    }
    for (const index of part.indexes) {
      for (const page of index.offsetIndex?.page_locations ?? []) page.offset += BigInt(shift);
      indexes.push(index);
    }
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
    await this.#parquet.write({columnData, rowGroupSize: rowsPerGroup, pageSize: bytesPerPage});
  }
}
