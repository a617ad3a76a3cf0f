import {cpSync, existsSync, mkdirSync, mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {buildSite} from "../../loaders/site/build.js";
import {serveSite} from "../../loaders/site/serve.js";
import {tableNames} from "../../src/shared/schema.js";
import {launchBrowser} from "../../src/testing/browser.js";
import {output, runChild} from "../harness/child.js";
import {paperScale} from "../running/engine.js";
import {measureFilters, measureFirstChart} from "./page.js";
import type {BenchResult, BenchRow} from "../harness/result.js";
import {projectFolder} from "../../loaders/util/paths.js";

const maxBuildSeconds = 60;
const maxPageSeconds = 5;
const maxRedrawInMs = 300;
const shared = join(projectFolder, "../shared/data");
const pages = ["", "search", "attributes", "candidates"];

/** Floors of the site: its build, its pages on a cold cache, and a filter over 108,000 candidates. */
export async function benchSite(): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), "surfturf-bench-"));
  process.env.SURFTURF_DATA = folder;
  try {
    const imports = await makeStudies(folder);
    const rows: BenchRow[] = [await measureBuild(join(folder, "dist"), imports)];
    rows.push(await measureLoader(imports.length + 1));
    await runChild(new URL("../running/engine-child.ts", import.meta.url), paperScale);
    await buildSite({output: join(folder, "dist")});
    rows.push(...(await measurePages(join(folder, "dist"), ["lab", ...imports, "bench"])));
    return {name: "Site", rows};
  } finally {
    delete process.env.SURFTURF_DATA;
    rmSync(folder, {recursive: true, force: true});
  }
}

/** The shipped lab study, run, and both imports where the real data is at hand. Gives the imports' names. */
async function makeStudies(folder: string): Promise<string[]> {
  for (const name of ["rubrics", "worlds"])
    cpSync(join(projectFolder, "data", name), join(folder, name), {recursive: true});
  mkdirSync(join(folder, "studies"));
  cpSync(join(projectFolder, "data/studies/lab.yaml"), join(folder, "studies/lab.yaml"));
  await surfturf("run", "lab");
  if (!existsSync(shared)) return [];
  await surfturf("import", join(shared, "surf-sweep"), "--name", "sweep");
  await surfturf("import", join(shared, "frontier-findings.json"), "--name", "published");
  return ["sweep", "published"];
}

const surfturf = (...args: string[]): Promise<string> =>
  output(process.execPath, [join(projectFolder, "loaders/surfturf.js"), ...args, "--json"]);

async function measureBuild(folder: string, imports: readonly string[]): Promise<BenchRow> {
  const start = performance.now();
  await buildSite({output: folder});
  const seconds = (performance.now() - start) / 1000;
  const what =
    imports.length === 0 ? "build, lab study (the imports' data is not here)" : "build, lab study and two imports";
  return [what, `${seconds.toFixed(1)} s`, `${maxBuildSeconds} s`, seconds < maxBuildSeconds];
}

/** What the build would take if each data file were printed by a loader of its own, as Framework does by itself. */
async function measureLoader(studies: number): Promise<BenchRow> {
  const start = performance.now();
  const loader = join(projectFolder, "src/data/[study]/[table].arrow.ts");
  await output(process.execPath, ["--import", "tsx", loader, "--study=lab", "--table=rates"]);
  const seconds = ((performance.now() - start) / 1000) * studies * tableNames.length;
  return ["one process a data file, estimated from one (baseline)", `${seconds.toFixed(1)} s more`, "", true];
}

async function measurePages(folder: string, studies: readonly string[]): Promise<BenchRow[]> {
  const site = await serveSite({folder, port: 0});
  const browser = await launchBrowser();
  try {
    const empty = await measureFirstChart(browser, `${site.url}methods`);
    const times: [string, number][] = [];
    for (const path of ["", ...studies.flatMap((study) => pages.map((page) => `studies/${study}/${page}`))])
      times.push([path === "" ? "home" : path, await measureFirstChart(browser, site.url + path)]);
    const [slowest, seconds] = times.reduce((worst, each) => (each[1] > worst[1] ? each : worst));
    const redraws = await measureFilters(browser, `${site.url}studies/bench/candidates`);
    const small = await measureFilters(browser, `${site.url}studies/lab/candidates`);
    return [
      [
        `first chart on a cold cache, slowest of ${times.length} pages (${slowest})`,
        `${seconds.toFixed(1)} s`,
        `${maxPageSeconds} s`,
        seconds < maxPageSeconds
      ],
      ["a page without data (baseline)", `${empty.toFixed(1)} s`, "", true],
      [
        "filter to redraw, 108,000 candidates, slowest of six",
        `${Math.round(redraws)} ms`,
        `${maxRedrawInMs} ms`,
        redraws < maxRedrawInMs
      ],
      ["the same, 36,000 candidates (baseline)", `${Math.round(small)} ms`, "", true]
    ];
  } finally {
    await browser.close();
    await site.close();
  }
}
