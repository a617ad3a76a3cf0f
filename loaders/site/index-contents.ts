import {readFileSync} from "node:fs";
import {indexTableNames, type IndexTableName, type Row} from "../../src/shared/schema.js";
import {toArrow} from "../store/arrow.js";
import {indexTablePath, readTable, writeTable} from "../store/tables.js";
import {listIndexes, readIndexManifest} from "../turf/index/manifest.js";

/** The contents of the site's data files of indexes, for the loaders in src/data/indexes and for a build. */

/** Columns that Arrow leaves out: pages read them from the Parquet by row, where they show them. */
const long: Partial<Record<IndexTableName, readonly string[]>> = {corpus_clusters: ["top_attributes"]};

/** Index tables that pages load whole, and those that they read by row. */
export const arrowIndexTables = indexTableNames.filter((name) => name !== "corpus_rows");
export const parquetIndexTables: readonly IndexTableName[] = ["corpus_clusters", "corpus_pairs", "corpus_rows"];

/** The manifests of all indexes, as JSON. */
export const indexesJson = (): string => JSON.stringify(listIndexes().map((name) => readIndexManifest(name)));

/** An index's manifest, as JSON. */
export const indexManifestJson = (index: string): string => JSON.stringify(readIndexManifest(index));

/** A table as Arrow; without rows when the index has none yet. */
export async function indexArrowBytes<T extends IndexTableName>(index: string, table: T): Promise<Uint8Array> {
  const rows = (await readTable({index}, table)) ?? [];
  return toArrow(table, rows as Row<T>[], new Map(), {without: long[table], owner: {index}});
}

/** The same table as the Parquet file it is. */
export async function indexParquetBytes(index: string, table: IndexTableName): Promise<Uint8Array> {
  if ((await readTable({index}, table)) === undefined) await writeTable({index}, table, []);
  return readFileSync(indexTablePath(index, table));
}
