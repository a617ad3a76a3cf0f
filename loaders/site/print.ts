import {createReadStream, existsSync} from "node:fs";
import {pipeline} from "node:stream/promises";
import {parseArgs} from "node:util";
import type {StudyManifest} from "../../src/lib/manifest.js";
import {tableNames, type Row, type TableName} from "../../src/lib/schema.js";
import {attributeIds, toArrow} from "../store/arrow.js";
import {readTable, tablePath, writeTable} from "../store/tables.js";
import {ensureStudy} from "../study/ensure.js";
import {describeStudy, listStudies} from "../study/list.js";
import {UserError} from "../util/user-error.js";

/** What the data loaders in src/data print. A study that has not run, or not finished, is run first if it is free. */

export interface HomeStudy {
  manifest: StudyManifest;
  rates: Row<"rates">[];
}

/** Every study with its headline rates, as JSON. */
export async function printStudies(): Promise<void> {
  const studies: HomeStudy[] = [];
  for (const name of listStudies()) {
    await ensureStudy(name);
    studies.push({manifest: describeStudy(name), rates: (await readTable(name, "rates")) ?? []});
  }
  process.stdout.write(JSON.stringify(studies));
}

/** The manifest of the study that `--study` names, as JSON. */
export async function printManifest(): Promise<void> {
  const {study} = await askedFor();
  process.stdout.write(JSON.stringify(describeStudy(study)));
}

/** The table that `--study` and `--table` name, as Arrow; without rows when the study has none yet. */
export async function printArrow(): Promise<void> {
  const {study, table} = await askedFor();
  const ids = attributeIds((await readTable(study, "attributes")) ?? []);
  process.stdout.write(toArrow(table, (await readTable(study, table)) ?? [], ids));
}

/** The same table as the Parquet file it is. */
export async function printParquet(): Promise<void> {
  const {study, table} = await askedFor();
  if (!existsSync(tablePath(study, table))) await writeTable(study, table, []);
  await pipeline(createReadStream(tablePath(study, table)), process.stdout, {end: false});
}

async function askedFor(): Promise<{study: string; table: TableName}> {
  const {values} = parseArgs({options: {study: {type: "string"}, table: {type: "string"}}});
  const {study = "", table = "runs"} = values;
  if (!listStudies().includes(study)) throw new UserError(`no such study: ${study}`);
  if (!(tableNames as string[]).includes(table)) throw new UserError(`no such table: ${table}`);
  await ensureStudy(study);
  return {study, table: table as TableName};
}
