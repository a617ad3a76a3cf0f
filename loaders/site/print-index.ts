import {parseArgs} from "node:util";
import {indexTableNames, type IndexTableName} from "../../src/shared/schema.js";
import {readIndexManifest} from "../turf/index/manifest.js";
import {UserError} from "../util/user-error.js";
import {indexArrowBytes, indexesJson, indexManifestJson, indexParquetBytes} from "./index-contents.js";
import {endInWords} from "./loader-errors.js";

/** What the data loaders in src/data/indexes call: each prints one data file. An index is never made for a page. */

export function printIndexes(): void {
  process.stdout.write(indexesJson());
}

export function printIndexManifest(): void {
  process.stdout.write(indexManifestJson(askedFor().index));
}

export async function printIndexArrow(): Promise<void> {
  const {index, table} = askedFor();
  process.stdout.write(await indexArrowBytes(index, table));
}

export async function printIndexParquet(): Promise<void> {
  const {index, table} = askedFor();
  process.stdout.write(await indexParquetBytes(index, table));
}

/** The index and table that Framework names, checked. */
function askedFor(): {index: string; table: IndexTableName} {
  endInWords();
  const {values} = parseArgs({options: {index: {type: "string"}, table: {type: "string"}}});
  const {index = "", table = "corpus_chunks"} = values;
  if (readIndexManifest(index) === undefined) throw new UserError(`no such index: ${index}`);
  if (!(indexTableNames as string[]).includes(table)) throw new UserError(`no such table: ${table}`);
  return {index, table: table as IndexTableName};
}
