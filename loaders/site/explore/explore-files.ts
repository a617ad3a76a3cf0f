import {promisify} from "node:util";
import {gzip} from "node:zlib";
import {encodeTable} from "../../../src/shared/explore/tableFile.js";
import {summarize} from "../../../src/shared/explore/summary.js";
import type {CodedTable} from "../../../src/shared/explore/codedTable.js";

/** The files of a page Explore, of a study or an index. */
export interface ExploreFiles {
  summary: string; // JSON: an ExploreSummary
  table: Uint8Array; // a CodedTable, gzipped: hosts pack text alone
}

const pack = promisify(gzip);

export async function exploreFiles(coding: Promise<CodedTable>): Promise<ExploreFiles> {
  const table = await coding;
  return {summary: JSON.stringify(summarize(table)), table: await pack(encodeTable(table))};
}
