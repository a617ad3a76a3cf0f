import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {packageVersion} from "../../store/manifest.js";
import {ensureStudy} from "../../study/run/ensure.js";
import {buildSite} from "../build.js";
import {checkOutput, type SiteKind} from "../publish.js";
import {copyStudy} from "./copy.js";
import {stageSite} from "../stage/stage.js";
import {fitForAnyHost} from "./host.js";
import {reportIndex} from "./index-page.js";
import {checkSizes, packLargeModules} from "./pack.js";
import {readSelection, type ReportSpec, type Selection} from "./selection.js";
import {stagePages, withDataFolder} from "./workspace.js";

export interface ReportOptions {
  output: string; // folder: not there, empty, or an older report
  largest?: number; // bytes of a file; defaults to 25 MB
  log?: (line: string) => void;
  signal?: AbortSignal; // ends it; nothing is changed then
}

const reportKind: SiteKind = {mark: "surfturf-report.json", key: "--out"};
const megabyte = 1_000_000;

/**
 * Writes a study's pages as one static folder that holds nothing else: chosen pages and findings, answers masked in the
 * data itself. Throws a UserError if the study, a page, a finding or a mask does not exist, or `output` holds other
 * files.
 */
export async function writeReport(
  study: string,
  spec: ReportSpec,
  {output, largest = 25 * megabyte, log = () => undefined, signal}: ReportOptions
): Promise<Selection> {
  checkOutput(output, reportKind);
  await ensureStudy(study);
  const selection = await readSelection(study, spec);
  stageSite(); // brings the packages and modules that reports share with the site
  const folder = mkdtempSync(join(tmpdir(), "surfturf-report-"));
  let root: string | undefined;
  try {
    await copyStudy(study, selection, {folder, largest, signal});
    await withDataFolder(folder, async () => {
      await buildSite({
        output: resolve(output),
        kind: {...reportKind, facts: {study, packageVersion, pages: selection.pages}},
        log,
        signal,
        stage: () => (root = stagePages(selection.pages, reportIndex(selection))),
        pages: selection.pages,
        marks: selection.marks,
        finish: (site) => {
          packLargeModules(site);
          fitForAnyHost(site);
          checkSizes(site, largest);
        }
      });
    });
    return selection;
  } finally {
    rmSync(folder, {recursive: true, force: true});
    if (root !== undefined) rmSync(root, {recursive: true, force: true});
  }
}
