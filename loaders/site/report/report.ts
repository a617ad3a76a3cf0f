import {existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {packageVersion} from "../../store/manifest.js";
import {ensureStudy} from "../../study/run/ensure.js";
import {UserError} from "../../util/user-error.js";
import {buildSite} from "../build.js";
import {copyStudy} from "./copy.js";
import {fitForAnyHost} from "./host.js";
import {reportIndex} from "./index-page.js";
import {checkSizes, packLargeModules} from "./pack.js";
import {readSelection, type ReportSpec, type Selection} from "./selection.js";
import {stagePages, withDataFolder} from "./workspace.js";

export interface ReportOptions {
  output: string; // folder: not there, empty, or an older report
  largest?: number; // bytes of a file; defaults to 25 MB
  log?: (line: string) => void;
}

const markFile = "surfturf-report.json"; // tells a report from a folder that must not be replaced
const megabyte = 1_000_000;

/**
 * Writes a study's pages as one static folder that holds nothing else: chosen pages and findings, answers masked in the
 * data itself. Throws a UserError if the study, a page, a finding or a mask does not exist, or `output` holds other
 * files.
 */
export async function writeReport(
  study: string,
  spec: ReportSpec,
  {output, largest = 25 * megabyte, log = () => undefined}: ReportOptions
): Promise<Selection> {
  checkOutput(output);
  await ensureStudy(study);
  const selection = await readSelection(study, spec);
  const folder = mkdtempSync(join(tmpdir(), "surfturf-report-"));
  let root: string | undefined;
  try {
    await copyStudy(study, selection, {folder, largest});
    await withDataFolder(folder, async () => {
      await buildSite({
        output: resolve(output),
        log,
        stage: () => (root = stagePages(selection.pages, reportIndex(selection))),
        pages: selection.pages,
        finish: (site) => {
          packLargeModules(site);
          fitForAnyHost(site);
          writeFileSync(join(site, markFile), `${JSON.stringify({study, packageVersion, pages: selection.pages})}\n`);
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

function checkOutput(output: string): void {
  if (!existsSync(output)) return;
  const files = readDirectory(output);
  if (files.length === 0 || files.includes(markFile)) return;
  throw new UserError("holds other files: name a new folder, an empty one, or an older report", {
    key: "--out",
    file: output
  });
}

function readDirectory(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    throw new UserError("expected a folder", {key: "--out", file: folder}, {cause});
  }
}
