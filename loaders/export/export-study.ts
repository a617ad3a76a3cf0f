import {existsSync, mkdirSync, mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join, resolve} from "node:path";
import type {StudyManifest} from "../../src/shared/manifest.js";
import {checkOutput, publishSite, type SiteKind} from "../site/publish.js";
import {copyStudy} from "../site/report/copy.js";
import {readSelection} from "../site/report/selection.js";
import {withDataFolder} from "../site/report/workspace.js";
import {packageVersion, readManifest} from "../store/manifest.js";
import {ensureStudy} from "../study/run/ensure.js";
import {removeDraftsOf} from "../util/atomic-file.js";
import {dataFolder} from "../util/paths.js";
import {UserError} from "../util/user-error.js";
import type {ExportedFiles, ExportFormat} from "./format.js";
import {formats} from "./formats.js";

export interface ExportOptions {
  to: string; // name of a format
  output?: string; // folder: not there, empty, or an older export; defaults to data/exports/<study>-<format>
  findings?: readonly string[]; // ids: texts of the others are left out; defaults to all
  masks?: readonly string[]; // as those of a report
  license?: string; // of a data set; defaults to unknown
  signal?: AbortSignal; // ends it; nothing is changed then
}

/** What was exported, and where it is. */
export interface Exported extends ExportedFiles {
  study: string;
  folder: string;
}

/**
 * Writes a study into a folder in another tool's format. What a mask hides is masked before a file is written, in the way
 * of a report. Throws a UserError if the study, the format, a finding or a mask does not exist, or the folder holds other
 * files.
 */
export async function exportStudy(study: string, options: ExportOptions): Promise<Exported> {
  const format = formatOf(options.to);
  const output = resolve(options.output ?? join(dataFolder(), "exports", `${study}-${format.name}`));
  const kind: SiteKind = {mark: "surfturf-export.json", key: "--out", facts: {study, to: format.name, packageVersion}};
  checkOutput(output, kind);
  const selection = await selectFrom(study, options);
  mkdirSync(dirname(output), {recursive: true});
  removeDraftsOf(output);
  const draft = `${output}.${process.pid}.draft`;
  mkdirSync(draft);
  try {
    const write = (manifest: StudyManifest): Promise<ExportedFiles> =>
      format.write({
        manifest,
        folder: draft,
        license: options.license ?? "unknown",
        notes: selection.notes,
        ...options
      });
    const files = selection.isWhole
      ? await write(selection.manifest)
      : await fromMaskedCopy(study, selection, options, write);
    options.signal?.throwIfAborted();
    publishSite(draft, output, kind);
    return {study, folder: output, ...files};
  } finally {
    rmSync(draft, {recursive: true, force: true});
  }
}

function formatOf(name: string): ExportFormat {
  const format = formats.find((each) => each.name === name);
  if (format !== undefined) return format;
  const known = formats.map((each) => each.name).join(" or ");
  throw new UserError(`expected ${known}, got ${name}`, {key: "--to"});
}

async function selectFrom(study: string, {findings, masks = []}: ExportOptions) {
  await ensureStudy(study);
  const selection = await readSelection(study, {findings, masks});
  const isWhole = findings === undefined && masks.length === 0;
  const notes = [
    ...(findings === undefined ? [] : ["Texts are those of chosen findings; numbers are those of the whole study."]),
    ...(masks.length === 0 ? [] : ["Some texts are masked; scores and rates are unchanged."])
  ];
  return {...selection, isWhole, notes};
}

type Selected = Awaited<ReturnType<typeof selectFrom>>;

/** Masks a copy of the study in a data folder of its own, and writes from there: what is masked is nowhere in it. */
async function fromMaskedCopy(
  study: string,
  selection: Selected,
  {signal}: ExportOptions,
  write: (manifest: StudyManifest) => Promise<ExportedFiles>
): Promise<ExportedFiles> {
  const folder = mkdtempSync(join(tmpdir(), "surfturf-export-"));
  try {
    await copyStudy(study, selection, {folder, largest: Infinity, signal});
    return await withDataFolder(folder, () => write(readManifest(study)!));
  } finally {
    if (existsSync(folder)) rmSync(folder, {recursive: true, force: true});
  }
}
