import {promisify} from "node:util";
import {gzip} from "node:zlib";
import {encodeTable} from "../../../src/shared/explore/tableFile.js";
import {summarize} from "../../../src/shared/explore/summary.js";
import {codeCandidates} from "./code-candidates.js";

/** The files of a study's page Explore. */
export interface ExploreFiles {
  summary: string; // JSON: an ExploreSummary
  table: Uint8Array; // a CodedTable, gzipped: hosts pack text alone
}

const pack = promisify(gzip);

export async function exploreFiles(study: string): Promise<ExploreFiles> {
  const table = await codeCandidates(study);
  return {summary: JSON.stringify(summarize(table)), table: await pack(encodeTable(table))};
}
