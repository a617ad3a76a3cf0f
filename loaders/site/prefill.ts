import {existsSync, mkdirSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {tableNames, type TableName} from "../../src/shared/schema.js";
import {readRescores} from "../study/rescore/rescores-file.js";
import {listStudies} from "../study/manifest/list.js";
import {listIndexes} from "../turf/index/manifest.js";
import {benchJson} from "./bench-figures.js";
import {caseStudyJson} from "./case-study.js";
import {comparePage} from "./compare-page.js";
import {arrowBytes, madeJson, manifestJson, parquetBytes, studiesJson, textTables} from "./contents.js";
import {codeCandidates} from "./explore/code-candidates.js";
import {codePairs} from "./explore/code-pairs.js";
import {exploreFiles} from "./explore/explore-files.js";
import {firstCandidatesJson} from "./first-candidates.js";
import {
  arrowIndexTables,
  indexArrowBytes,
  indexesJson,
  indexManifestJson,
  indexParquetBytes,
  parquetIndexTables
} from "./index-contents.js";
import {meaningsJson} from "./meanings.js";
import {measuredJson, publishedJson} from "./paper.js";
import {publishedMarksJson} from "./published-marks.js";
import {cacheOf, stageFolder} from "./stage/places.js";

const onDemand: readonly TableName[] = ["calls", ...textTables]; // no page asks for their Arrow: the loader prints it

/**
 * Writes what the data loaders would print, all in one process: starting a loader takes a second per file. What was
 * cached is removed first: Framework runs a loader again only when the loader's own file has changed, so a study that
 * has moved on would not show. Marks are left out unless `marks` asks for them.
 */
export async function prefillData(root = stageFolder(), {marks = false} = {}): Promise<void> {
  const cacheFolder = cacheOf(root);
  const write = (name: string, contents: string | Uint8Array): void =>
    writeInto(join(cacheFolder, "data"), name, contents);
  for (const folder of ["data", "_import", "_observablehq"])
    rmSync(join(cacheFolder, folder), {recursive: true, force: true});
  const studies = await studiesJson();
  write("studies.json", studies);
  write("caseStudy.json", await caseStudyJson());
  for (const name of ["search", "mixture"] as const) write(`${name}Bench.json`, benchJson(name));
  write("paper/measured.json", await measuredJson());
  write("paper/published.json", publishedJson());
  for (const study of listStudies()) {
    for await (const [name, contents] of studyFiles(study)) write(join(study, name), contents);
    write(join(study, "marks.json"), publishedMarksJson(study, {marks}));
  }
  await prefillIndexes(write);
  if (!existsSync(join(root, "compare.md.ts"))) return;
  write("meanings.json", await meaningsJson());
  writeInto(cacheFolder, "compare.md", comparePage());
}

/** The data files of a study, without its marks: name and contents, one after another. */
export async function* studyFiles(study: string): AsyncGenerator<[name: string, contents: string | Uint8Array]> {
  yield ["study.json", manifestJson(study)];
  yield ["made.json", await madeJson(study)];
  yield ["rescores.json", JSON.stringify(readRescores(study))];
  const explore = await exploreFiles(codeCandidates(study));
  yield ["explore.json", explore.summary];
  yield ["explore.bin", explore.table];
  yield ["first.json", await firstCandidatesJson(study)];
  for (const table of tableNames)
    if (!onDemand.includes(table)) yield [`${table}.arrow`, await arrowBytes(study, table)];
  for (const table of [...textTables, "candidates"] as const)
    yield [`${table}.parquet`, await parquetBytes(study, table)];
}

async function prefillIndexes(write: (name: string, contents: string | Uint8Array) => void): Promise<void> {
  write("indexes.json", indexesJson());
  for (const index of listIndexes()) {
    const at = (file: string): string => join("indexes", index, file);
    write(at("index.json"), indexManifestJson(index));
    for (const table of arrowIndexTables) write(at(`${table}.arrow`), await indexArrowBytes(index, table));
    const explore = await exploreFiles(codePairs(index));
    write(at("explore.json"), explore.summary);
    write(at("explore.bin"), explore.table);
    for (const table of parquetIndexTables) write(at(`${table}.parquet`), await indexParquetBytes(index, table));
  }
}

function writeInto(folder: string, name: string, contents: string | Uint8Array): void {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), {recursive: true});
  writeFileSync(path, contents);
}
