import {readFileSync} from "node:fs";
import type {StudyManifest} from "../../src/shared/manifest.js";
import {columnsOf, tableNames, type Row, type TableName} from "../../src/shared/schema.js";
import {ArrowBuilder, attributeIds} from "../store/arrow.js";
import {readBlocks, readTable, tablePath, writeTable} from "../store/tables.js";
import {ensureStudy} from "../study/run/ensure.js";
import {describeStudy, shownStudies} from "../study/manifest/list.js";
import {describeMaking} from "./made.js";
import {strongestRows, type StrongestRows} from "./strongest.js";

/** The contents of the site's data files, for the loaders in src/data and for a build. */

/** Tables of long texts: pages read single rows of their Parquet file. */
export const textTables = tableNames.filter((name) => /(^|_)texts$/.test(name));

export interface HomeStudy {
  manifest: StudyManifest;
  rates: Row<"rates">[];
  strongest: StrongestRows;
}

/** Every study with its headline rates and its surest findings, as JSON. Studies that are not finished are run first if they are free. */
export async function studiesJson(): Promise<string> {
  const studies: HomeStudy[] = [];
  for (const {name} of shownStudies()) {
    await ensureStudy(name);
    const rates = (await readTable(name, "rates")) ?? [];
    const strongest = await strongestRows(name);
    studies.push({manifest: describeStudy(name), rates: rates.filter(({step}) => step === "surf"), strongest});
  }
  return JSON.stringify(studies);
}

/** A study's manifest, as JSON. */
export const manifestJson = (study: string): string => JSON.stringify(describeStudy(study));

/** How a study's pages were made, as JSON. */
export const madeJson = async (study: string): Promise<string> => JSON.stringify(await describeMaking(study));

/** A table as Arrow; without rows when the study has none yet. */
export async function arrowBytes(study: string, table: TableName): Promise<Uint8Array> {
  const ids = attributeIds((await readTable(study, "attributes")) ?? []);
  const builder = new ArrowBuilder(table, ids, {owner: study});
  const columns = columnsOf(table).map(([column]) => column) as (keyof Row<TableName> & string)[];
  for await (const block of readBlocks(study, table, columns)) for (const row of block) builder.add(row);
  return builder.finish();
}

/** The same table as the Parquet file it is. */
export async function parquetBytes(study: string, table: TableName): Promise<Uint8Array> {
  if ((await readTable(study, table)) === undefined) await writeTable(study, table, []);
  return readFileSync(tablePath(study, table));
}
