import {statSync, type Stats} from "node:fs";
import {basename} from "node:path";
import {UserError} from "../../util/user-error.js";
import {shownPath} from "../../util/yaml-file.js";
import * as chunks from "./chunk-name.js";
import {isLfsPointer, walkFolder, type FoundFile} from "./corpus-walk.js";
import {matchesPattern} from "./glob.js";
import {dataEndings} from "./pair-rows.js";
import type {UnreadFiles, UnreadReason} from "./pairs.js";
import {layoutOf} from "./text-layout.js";

/** A file of a corpus. */
export interface CorpusFile {
  path: string;
  name: string; // within the corpus, with slashes
  size: number; // bytes
}

/** The data files of a corpus, and the others. */
export interface CorpusFiles {
  files: CorpusFile[];
  unread: UnreadFiles[];
}

const maxExamples = 5; // of each reason
const byLength = dataEndings.toSorted((a, b) => b.length - a.length);

const endingOf = (name: string): string | undefined => byLength.find((end) => name.toLowerCase().endsWith(end));

export const isDataFile = (name: string): boolean => endingOf(name) !== undefined;

/** The chunk of a file without a source column. */
export const chunkOfFile = (name: string): string => chunks.chunkOfFile(name, endingOf(name) ?? "");

/** Whether a name is selected: one of the globs matches it, or there are none. */
export const isAskedFor = (name: string, globs: readonly string[] | undefined): boolean =>
  globs === undefined || globs.length === 0 || globs.some((glob) => name === glob || matchesPattern(name, glob));

/**
 * The data files of a path: the file itself, or those in a folder and below, by name. Throws a UserError when there is
 * none, or one of them is a link to nothing.
 */
export async function findFiles(path: string, globs?: readonly string[]): Promise<CorpusFiles> {
  const file = shownPath(path);
  const stats = statOf(path, file);
  return stats.isDirectory() ? inFolder(path, file, globs) : {files: [single(path, file, stats)], unread: []};
}

function single(path: string, file: string, stats: Stats): CorpusFile {
  if (!stats.isFile()) throw new UserError("is not a file: expected a data file or a folder of them", {file});
  if (!isDataFile(path)) throw new UserError(`unsupported kind of file: expected ${dataEndings.join(", ")}`, {file});
  if (stats.size === 0) throw new UserError("is empty: expected a row a training pair", {file});
  if (isLfsPointer(path, stats.size)) throw lfsError(file);
  return {path, name: basename(path), size: stats.size};
}

async function inFolder(path: string, file: string, globs?: readonly string[]): Promise<CorpusFiles> {
  const all = readable(() => walkFolder(path), file);
  const found = all.filter(({name}) => isAskedFor(name, globs));
  const files: CorpusFile[] = [];
  const left = new Map<UnreadReason, string[]>();
  const without: {path: string; what: string}[] = [];
  for (const each of found) {
    const reason = await unreadReason(each, without);
    if (reason === null) files.push({path: each.path, name: each.name, size: each.size});
    else (left.get(reason) ?? left.set(reason, []).get(reason)!).push(each.name);
  }
  const unread = [...left].map(([reason, names]) => ({
    reason,
    count: names.length,
    examples: names.slice(0, maxExamples)
  }));
  if (files.length > 0) return {files, unread};
  const {length} = all.filter(({name}) => isDataFile(name));
  throw noFileError(file, {unread, without, globs: length > 0 && found.length === 0 ? globs : undefined});
}

/** Why a file is not read; null when it is. Throws a UserError for a link to nothing that is named as data. */
async function unreadReason(
  {path, name, size, problem}: FoundFile,
  without: {path: string; what: string}[]
): Promise<UnreadReason | null> {
  if (problem === "dangling-link" && isDataFile(name))
    throw new UserError("is a link to a file that is not there: get that file, or take the link away", {
      file: shownPath(path)
    });
  if (problem !== null) return problem;
  if (!isDataFile(name)) return "not-data";
  if (isLfsPointer(path, size)) return "lfs-pointer";
  if (size === 0 || !/\.json(?:\.gz|\.zst)?$/i.test(name)) return null;
  const layout = await layoutOf(path);
  if (layout.kind !== "object") return null;
  without.push({path, what: layout.what});
  return "no-rows";
}

function noFileError(
  file: string,
  {unread, without, globs}: {unread: UnreadFiles[]; without: {path: string; what: string}[]; globs?: readonly string[]}
): UserError {
  if (globs !== undefined)
    return new UserError(`no file matches ${globs.join(", ")}: expected ${dataEndings.join(", ")}`, {file});
  const pointers = unread.find(({reason}) => reason === "lfs-pointer");
  if (pointers !== undefined) return lfsError(`${file}/${pointers.examples[0]}`);
  const there = unread.map(({reason, count, examples}) => `${count} ${reason} (${examples.join(", ")})`).join(", ");
  const what = without.length === 0 ? "" : `; ${without[0]!.what}`;
  const why = there === "" ? "" : `; it has ${there}${what}`;
  return new UserError(`no data file in this folder${why}: expected ${dataEndings.join(", ")}`, {file});
}

const lfsError = (file: string): UserError =>
  new UserError("is a Git LFS pointer, not the data: fetch the data with `git lfs pull`", {file});

function readable<T>(read: () => T, file: string): T {
  try {
    return read();
  } catch (cause) {
    throw new UserError(`can't be read: ${(cause as Error).message}`, {file}, {cause});
  }
}

function statOf(path: string, file: string): Stats {
  try {
    return statSync(path);
  } catch (cause) {
    throw new UserError("no such file, or it can't be read: check the path of the corpus", {file}, {cause});
  }
}
