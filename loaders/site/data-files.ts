import {statSync} from "node:fs";
import {tableNames, indexTableNames, type IndexTableName, type TableName} from "../../src/shared/schema.js";
import {countRows, indexTablePath, tablePath} from "../store/tables.js";
import {readRescores} from "../study/rescore/rescores-file.js";
import {benchJson} from "./bench-figures.js";
import {caseStudyJson} from "./case-study.js";
import {arrowBytes, madeJson, manifestJson, parquetBytes, studiesJson} from "./contents.js";
import {codeCandidates} from "./explore/code-candidates.js";
import {codePairs} from "./explore/code-pairs.js";
import {exploreFiles, type ExploreFiles} from "./explore/explore-files.js";
import {firstCandidatesJson} from "./first-candidates.js";
import {indexArrowBytes, indexesJson, indexManifestJson, indexParquetBytes} from "./index-contents.js";
import {measuredJson, publishedJson} from "./paper.js";
import {publishedMarksJson} from "./published-marks.js";

/** Data files of the site by name, below the folder of what they are made of. */
export type DataFiles = Map<string, string | Uint8Array>;

const largestTable = 20_000_000; // bytes of a Parquet file; what is made of a larger one takes memory and time
const mostCoded = 100_000; // as much for the coded table of candidates, or of pairs

const one = (name: string, contents: string | Uint8Array): DataFiles => new Map([[name, contents]]);

const isLarge = (path: string): boolean => (statSync(path, {throwIfNoEntry: false})?.size ?? 0) > largestTable;

const explored = async (files: Promise<ExploreFiles>): Promise<DataFiles> => {
  const {summary, table} = await files;
  return new Map<string, string | Uint8Array>([
    ["explore.json", summary],
    ["explore.bin", table]
  ]);
};

/**
 * A data file of a study, with those that are made in the same go; null if it has none of that name, or a loader should
 * print it: in a process, with memory, of its own.
 */
export async function studyDataFile(study: string, name: string): Promise<DataFiles | null> {
  const [, table = "", kind = ""] = /^(\w+)\.(arrow|parquet)$/.exec(name) ?? [];
  if ((tableNames as string[]).includes(table)) {
    if (isLarge(tablePath(study, table as TableName))) return null;
    return one(name, await (kind === "arrow" ? arrowBytes : parquetBytes)(study, table as TableName));
  }
  switch (name) {
    case "study.json":
      return one(name, manifestJson(study));
    case "made.json":
      return one(name, await madeJson(study));
    case "rescores.json":
      return one(name, JSON.stringify(readRescores(study)));
    case "marks.json":
      return one(name, publishedMarksJson(study, {marks: false})); // a preview reads them from their files
    case "first.json":
      return one(name, await firstCandidatesJson(study));
    case "explore.json":
    case "explore.bin":
      return (await countRows(study, "candidates")) > mostCoded ? null : explored(exploreFiles(codeCandidates(study)));
    default:
      return null;
  }
}

/** The same of an index. */
export async function indexDataFile(index: string, name: string): Promise<DataFiles | null> {
  const [, table = "", kind = ""] = /^(\w+)\.(arrow|parquet)$/.exec(name) ?? [];
  if ((indexTableNames as string[]).includes(table)) {
    if (isLarge(indexTablePath(index, table as IndexTableName))) return null;
    return one(name, await (kind === "arrow" ? indexArrowBytes : indexParquetBytes)(index, table as IndexTableName));
  }
  if (name === "index.json") return one(name, indexManifestJson(index));
  if (!["explore.json", "explore.bin"].includes(name)) return null;
  return (await countRows({index}, "corpus_rows")) > mostCoded ? null : explored(exploreFiles(codePairs(index)));
}

const common: Readonly<Record<string, () => string | Promise<string>>> = {
  "studies.json": studiesJson,
  "caseStudy.json": caseStudyJson,
  "searchBench.json": () => benchJson("search"),
  "mixtureBench.json": () => benchJson("mixture"),
  "indexes.json": indexesJson,
  "paper/measured.json": measuredJson,
  "paper/published.json": publishedJson
};

/** A data file that is of no single study or index; null if there is none of that name, or a loader should print it. */
export async function commonDataFile(name: string): Promise<DataFiles | null> {
  return Object.hasOwn(common, name) ? one(name, await common[name]!()) : null;
}
