import {parseArgs} from "node:util";
import {tableNames, type TableName} from "../../src/shared/schema.js";
import {ensureStudy} from "../study/run/ensure.js";
import {listStudies} from "../study/manifest/list.js";
import {UserError} from "../util/user-error.js";
import {arrowBytes, madeJson, manifestJson, parquetBytes, studiesJson} from "./contents.js";
import {codeCandidates} from "./explore/code-candidates.js";
import {exploreFiles} from "./explore/explore-files.js";
import {firstCandidatesJson} from "./first-candidates.js";
import {endInWords} from "./loader-errors.js";
import {measuredJson, publishedJson} from "./paper.js";

/**
 * What the data loaders in src/data call: each prints one data file. A study that has not run, or not finished, is run
 * first if it is free.
 */

export async function printStudies(): Promise<void> {
  process.stdout.write(await studiesJson());
}

export async function printManifest(): Promise<void> {
  const {study} = await askedFor();
  process.stdout.write(manifestJson(study));
}

export async function printMade(): Promise<void> {
  const {study} = await askedFor();
  process.stdout.write(await madeJson(study));
}

export async function printArrow(): Promise<void> {
  const {study, table} = await askedFor();
  process.stdout.write(await arrowBytes(study, table));
}

export async function printParquet(): Promise<void> {
  const {study, table} = await askedFor();
  process.stdout.write(await parquetBytes(study, table));
}

/** Prints the first page of a study's candidates. */
export async function printFirstCandidates(): Promise<void> {
  const {study} = await askedFor();
  process.stdout.write(await firstCandidatesJson(study));
}

/** Prints the counts of a study's candidates, which its page Explore draws first. */
export async function printExploreSummary(): Promise<void> {
  const {study} = await askedFor();
  process.stdout.write((await exploreFiles(codeCandidates(study))).summary);
}

/** Prints the coded candidates of a study. */
export async function printExploreTable(): Promise<void> {
  const {study} = await askedFor();
  process.stdout.write((await exploreFiles(codeCandidates(study))).table);
}

/** Prints what the studies measured that the paper measured too. */
export async function printMeasured(): Promise<void> {
  process.stdout.write(await measuredJson());
}

/** Prints the tables transcribed from the paper. */
export function printPublished(): void {
  process.stdout.write(publishedJson());
}

/** The study and table that Framework names, checked. */
async function askedFor(): Promise<{study: string; table: TableName}> {
  endInWords();
  const {values} = parseArgs({options: {study: {type: "string"}, table: {type: "string"}}});
  const {study = "", table = "runs"} = values;
  if (!listStudies().includes(study)) throw new UserError(`no such study: ${study}`);
  if (!(tableNames as string[]).includes(table)) throw new UserError(`no such table: ${table}`);
  await ensureStudy(study);
  return {study, table: table as TableName};
}
