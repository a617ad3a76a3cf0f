import {readdirSync, statSync, type Stats} from "node:fs";
import {basename, join, sep} from "node:path";
import {UserError} from "../../util/user-error.js";
import {shownPath} from "../../util/yaml-file.js";
import {matchesPattern} from "./glob.js";
import {dataEndings} from "./pair-rows.js";

/** A file of a corpus. */
export interface CorpusFile {
  path: string;
  name: string; // within the corpus, with slashes
  size: number; // bytes
}

export const isDataFile = (name: string): boolean => dataEndings.some((ending) => name.endsWith(ending));

/** Whether a name is selected: one of the globs matches it, or there are none. */
export const isAskedFor = (name: string, globs: readonly string[] | undefined): boolean =>
  globs === undefined || globs.length === 0 || globs.some((glob) => name === glob || matchesPattern(name, glob));

/** The data files of a path: the file itself, or those in a folder and below, by name. Throws a UserError when none. */
export function findFiles(path: string, globs?: readonly string[]): CorpusFile[] {
  const file = shownPath(path);
  const stats = statOf(path, file);
  if (!stats.isDirectory()) {
    if (!isDataFile(path)) throw new UserError(`unsupported kind of file: expected ${dataEndings.join(", ")}`, {file});
    if (stats.size === 0) throw new UserError("is empty: expected a row a training pair", {file});
    return [{path, name: basename(path), size: stats.size}];
  }
  const names = readdirSync(path, {recursive: true, encoding: "utf8"})
    .map((name) => name.replaceAll(sep, "/"))
    .filter((name) => isDataFile(name) && !/(?:^|\/)\./.test(name));
  const files = names
    .filter((name) => isAskedFor(name, globs))
    .sort()
    .map((name) => ({path: join(path, name), name, size: statSync(join(path, name)).size}))
    .filter(({path: inside}) => statSync(inside).isFile());
  if (files.length > 0) return files;
  const why = names.length > 0 ? `no file matches ${globs!.join(", ")}` : "no data file in this folder";
  throw new UserError(`${why}: expected ${dataEndings.join(", ")}`, {file});
}

function statOf(path: string, file: string): Stats {
  try {
    return statSync(path);
  } catch (cause) {
    throw new UserError("no such file, or it can't be read: check the path of the corpus", {file}, {cause});
  }
}

const split = /^(?:train|test|valid|validation|dev|eval|data|default|part|shard)$/;
const shard = /[-_.](?:\d{3,}-of-\d{3,}|\d{3,})$/;

/**
 * The chunk of a file without a source column: its name without a shard's number, or its folder's if that names a
 * split.
 */
export function chunkOfFile(name: string): string {
  const parts = name.split("/").map((part, i, all) => (i < all.length - 1 ? part : withoutEnding(part)));
  const telling = parts.filter((part) => !split.test(part));
  return telling.at(-1) ?? parts.at(-1)!;
}

function withoutEnding(name: string): string {
  const ending = dataEndings.toSorted((a, b) => b.length - a.length).find((end) => name.endsWith(end)) ?? "";
  return name.slice(0, name.length - ending.length).replace(shard, "");
}
