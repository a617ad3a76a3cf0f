import {basename, join} from "node:path";
import type {IndexFiles} from "../index/files.js";
import {offsetsOf} from "../index/line-store.js";
import {boundsPath, codesPath} from "../vectors/vector-file.js";

/** Files of an index that units write in parts, before they get their names. */
export interface PartsOf {
  files: IndexFiles; // in a folder of their own
  note: string; // of `publishParts`
}

/** The files of an index in another folder. */
export const partsIn = (folder: string, files: IndexFiles): PartsOf => ({
  files: Object.fromEntries(
    Object.entries(files).map(([name, path]) => [name, join(folder, basename(path))])
  ) as unknown as IndexFiles,
  note: join(folder, "published.json")
});

export const textFiles = ({queries, responses}: IndexFiles): string[] =>
  [queries, responses].flatMap((path) => [path, offsetsOf(path)]);

export const slotFiles = ({slots}: IndexFiles): string[] => [slots];

export const vectorFiles = ({queryVectors, responseVectors}: IndexFiles): string[] =>
  [queryVectors, responseVectors].flatMap((path) => [path, codesPath(path), boundsPath(path)]);

export const assignmentFiles = ({assignment}: IndexFiles): string[] => [assignment];

/** How files move from one folder to another. */
export const movesOf = (
  list: (files: IndexFiles) => string[],
  from: IndexFiles,
  to: IndexFiles
): {from: string; to: string}[] => {
  const ends = list(to);
  return list(from).map((path, i) => ({from: path, to: ends[i]!}));
};
