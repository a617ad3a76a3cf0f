import {existsSync, mkdirSync, readdirSync, rmSync, symlinkSync} from "node:fs";
import {dirname, join} from "node:path";
import {commonPages, findingPage} from "../../../src/shared/pages.js";
import {exists} from "../../util/process-state.js";
import {browserModules} from "../packages.js";
import {cacheOf, reportStage, stageFolder} from "../stage/places.js";
import {siteSources, type Sources} from "../stage/sources.js";
import {writeSources} from "../stage/write-sources.js";

/** Does something with another folder in place of `data/`. */
export async function withDataFolder<T>(folder: string, act: () => T | Promise<T>): Promise<T> {
  const before = process.env.SURFTURF_DATA;
  process.env.SURFTURF_DATA = folder;
  try {
    return await act();
  } finally {
    if (before === undefined) delete process.env.SURFTURF_DATA;
    else process.env.SURFTURF_DATA = before;
  }
}

/** Beside the modules of all pages, and what loads data. */
const shared = ["style.css", ...commonPages.filter(({inReports}) => inReports).map(({path}) => `${path}.md`)];

/** A source folder with the pages of a report and nothing else. The caller removes it. */
export function stagePages(pages: readonly string[], index: string): string {
  removeLeftStages(dirname(stageFolder()));
  const root = reportStage(process.pid);
  const ofFindings = pages.includes("findings") ? [findingPage] : [];
  const chosen = [...pages, ...ofFindings].map((page) => `studies/[study]/${page || "index"}.md`);
  const wanted = new Set([...shared, ...browserModules(stageFolder()), ...chosen]);
  const sources: Sources = new Map([...siteSources()].filter(([path]) => wanted.has(path) || path.startsWith("data/")));
  writeSources(root, sources.set("index.md", {text: index}));
  shareCache(cacheOf(stageFolder()), cacheOf(root));
  return root;
}

/** Removes the folders of processes that were killed. */
function removeLeftStages(folder: string): void {
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const pid = /^report-(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !exists(Number(pid))) rmSync(join(folder, name), {recursive: true, force: true});
  }
}

/** The bundled packages are those of the site. */
function shareCache(from: string, to: string): void {
  mkdirSync(to, {recursive: true});
  for (const name of ["_npm", "_node"]) {
    rmSync(join(to, name), {recursive: true, force: true});
    if (existsSync(join(from, name))) symlinkSync(join(from, name), join(to, name), "dir");
  }
}
