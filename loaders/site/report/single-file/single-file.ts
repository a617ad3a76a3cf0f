import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join, resolve} from "node:path";
import {ensureStudy} from "../../../study/run/ensure.js";
import {writeAtomically} from "../../../util/atomic-file.js";
import {UserError} from "../../../util/user-error.js";
import {chartNames} from "../../chart-names.js";
import {pageModels} from "../../page-models.js";
import {copyStudy} from "../copy.js";
import {readSelection, type ReportSpec, type Selection} from "../selection.js";
import {withDataFolder} from "../workspace.js";
import {bundleScript, bundleStyle} from "./bundle.js";
import {singleFileContents} from "./contents.js";
import {generatorTag, singlePage} from "./page.js";

/**
 * Writes a report as one HTML file that opens from a disk: what was found, the findings in full, limits and how it was
 * made, masked as a report in a folder is. Throws a UserError if the study, a finding or a mask does not exist, or
 * `output` is another file or a folder. Returns the selection and the size of the file in bytes.
 */
export async function writeSingleFile(
  study: string,
  spec: Omit<ReportSpec, "pages" | "marks">,
  {output, signal}: {output: string; signal?: AbortSignal}
): Promise<{selection: Selection; bytes: number}> {
  const path = resolve(output);
  checkFile(path);
  await ensureStudy(study);
  const selection = {...(await readSelection(study, spec)), pages: []};
  const folder = mkdtempSync(join(tmpdir(), "surfturf-report-"));
  try {
    await copyStudy(study, selection, {folder, largest: Infinity, signal});
    const page = await withDataFolder(folder, async () => {
      const [contents, script, style] = await Promise.all([singleFileContents(study), bundleScript(), bundleStyle()]);
      return singlePage(contents, {script: `${chartNames}\n${script}`, style, names: pageModels(`/studies/${study}/`)});
    });
    signal?.throwIfAborted();
    mkdirSync(dirname(path), {recursive: true});
    writeAtomically(path, page);
    return {selection, bytes: Buffer.byteLength(page)};
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

/** Refuses to replace what is no older report. */
function checkFile(path: string): void {
  const fail = (message: string) => new UserError(message, {key: "--out", file: path});
  if (!/\.html?$/i.test(path)) throw fail("expected a file that ends in .html with --single-file");
  if (!existsSync(path)) return;
  if (!statSync(path).isFile()) throw fail("there is a folder of this name: choose another file");
  if (!readFileSync(path, "utf8").slice(0, 2000).includes(generatorTag))
    throw fail("there is a file that no report wrote: choose another file, or move it away");
}
