import {cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {commonPages, findingPage} from "../../../src/shared/pages.js";
import {projectFolder} from "../../util/paths.js";
import {exists} from "../../util/process-state.js";
import {browserModules} from "../packages.js";

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

/** Beside the modules of all pages. */
const shared = ["data", "style.css", ...commonPages.filter(({inReports}) => inReports).map(({path}) => `${path}.md`)];

/**
 * A source folder with the pages of a report and nothing else. It is inside the site's own, where Framework finds the
 * packages. The caller removes it.
 */
export function stagePages(pages: readonly string[], index: string): string {
  const source = join(projectFolder, "src");
  removeLeftStages(join(source, ".observablehq"));
  const root = join(source, ".observablehq", `report-${process.pid}`);
  rmSync(root, {recursive: true, force: true});
  mkdirSync(join(root, "studies", "[study]"), {recursive: true});
  for (const name of [...shared, ...browserModules(source)])
    cpSync(join(source, name), join(root, name), {recursive: true, filter: (path) => !path.endsWith(".test.ts")});
  const ofFindings = pages.includes("findings") ? [findingPage] : [];
  for (const page of [...pages, ...ofFindings]) {
    const file = join("studies", "[study]", `${page || "index"}.md`);
    cpSync(join(source, file), join(root, file));
  }
  writeFileSync(join(root, "index.md"), index);
  shareCache(join(source, ".observablehq", "cache"), join(root, ".observablehq", "cache"));
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
  for (const name of ["_npm", "_node"])
    if (existsSync(join(from, name))) symlinkSync(join(from, name), join(to, name), "dir");
}
