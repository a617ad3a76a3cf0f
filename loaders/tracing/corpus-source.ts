import {statSync} from "node:fs";
import {walkFolder} from "../corpus/pairs/corpus-walk.js";
import {readPairs} from "../corpus/pairs/read-pairs.js";
import {hashOf} from "../store/recorded-call.js";
import type {ForeignIndex} from "../turf/index/foreign-index.js";
import type {CorpusSource, IndexSettings} from "../turf/index/parts.js";
import {publicPath} from "../util/paths.js";
import {isFileOrFolder} from "../util/read-text.js";
import {toUserError} from "../util/system-error.js";
import {isUserError, UserError} from "../util/user-error.js";
import {shownPath} from "../util/yaml-file.js";

/** What is read of a corpus. */
export interface CorpusChoice {
  sampling: IndexSettings["sampling"];
  files?: string[] | null | undefined; // globs of the files to read in a folder or a Hub data set
}

/** A corpus by its path or its id on the Hub. Throws a UserError where there is none. */
export function corpusOf(location: string, {sampling, files}: CorpusChoice): CorpusSource {
  const {source, sample, perSource, seed} = sampling;
  return {
    location: /^hf:/.test(location) ? location : publicPath(location),
    origin: "own",
    stamp: [stampOfCorpus(location), ...(files ?? [])].join(" "),
    read: (visit, {signal, onProgress}) =>
      readPairs(
        location,
        {
          ...(source !== null && {source}),
          ...(sample !== null && {sample}),
          ...(perSource !== null && {perSource}),
          ...(files && {files}),
          seed,
          signal,
          onProgress: ({rows, bytes, totalBytes}) => onProgress?.(rows, totalBytes ? bytes / totalBytes : null)
        },
        visit
      )
  };
}

/** The pairs of an index of the released code. */
export const importSource = (foreign: ForeignIndex): CorpusSource => ({
  location: publicPath(foreign.folder),
  origin: "imported",
  stamp: stampOfCorpus(foreign.folder),
  read: (visit) => foreign.read(visit)
});

/** A text that differs between two states of a file, or of a folder with all below it. Throws a UserError if there is none. */
function stampOfCorpus(location: string): string {
  if (/^hf:/.test(location)) return location;
  try {
    const stats = statSync(location);
    if (!isFileOrFolder(location)) throw new UserError("a device: expected a data file or a folder");
    return stats.isDirectory() ? stampOfFolder(location) : `${stats.size} ${stats.mtimeMs}`;
  } catch (cause) {
    const known = isUserError(cause) ? cause : toUserError(cause);
    const isThere = known !== undefined && (cause as {code?: string}).code !== "ENOENT";
    const missing = "no such corpus: expected a data file, a folder, hf:owner/name, or lab";
    throw new UserError(isThere ? known.message : missing, {file: shownPath(location)}, {cause});
  }
}

/** Names, sizes and times of its files: the time of a folder itself does not change with what is in a file. */
const stampOfFolder = (folder: string): string =>
  hashOf(walkFolder(folder).map(({name, size, modified, problem}) => [name, size, modified, problem]));
