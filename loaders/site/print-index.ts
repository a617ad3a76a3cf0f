import {parseArgs} from "node:util";
import {indexTableNames, type IndexTableName} from "../../src/shared/schema.js";
import {readIndexManifest} from "../turf/index/manifest.js";
import {UserError} from "../util/user-error.js";
import {codePairs} from "./explore/code-pairs.js";
import {exploreFiles} from "./explore/explore-files.js";
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

/** Prints the counts of an index's training pairs, which its page Explore draws first. */
export async function printPairSummary(): Promise<void> {
  process.stdout.write((await exploreFiles(codePairs(askedFor().index))).summary);
}

/** Prints the coded training pairs of an index. */
export async function printPairTable(): Promise<void> {
  process.stdout.write((await exploreFiles(codePairs(askedFor().index))).table);
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
