import {existsSync, mkdirSync, readFileSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {hubFolder} from "../../util/paths.js";
import {UserError} from "../../util/user-error.js";
import {commitOf, filesAt, type HubFile, type HubOptions} from "./hub-client.js";
import {downloadTo} from "./hub-download.js";
import {parseHubLocation} from "./hub-location.js";
import {isAskedFor, isDataFile, type CorpusFile} from "../pairs/pair-files.js";
import {arrowEndings, dataEndings} from "../pairs/pair-rows.js";

export interface HubFilesOptions extends HubOptions {
  files?: string[]; // names or globs; defaults to the data files of one kind and of the train split
  revision?: string; // defaults to the location's, else main
  cache?: string; // folder of downloads; defaults to data/cache/hub
  onBytes?: (bytes: number, totalBytes: number) => void;
}

interface Listing {
  commit: string;
  files: HubFile[];
}

/**
 * The files of a hub data set, downloaded unless they are cached: each commit has a folder of its own, so cached files
 * never change. When the hub can't be reached, a revision that was read before comes from the cache. Throws a UserError
 * when there is no such data set, no data file, no access or no connection.
 */
export async function fetchHubFiles(
  location: string,
  options: HubFilesOptions = {}
): Promise<{files: CorpusFile[]; commit: string}> {
  const {name, revision, files: inLocation} = parseHubLocation(location);
  const folder = join(options.cache ?? hubFolder(), name.replace("/", "--"));
  const {commit, files: all} = await listing(name, options.revision ?? revision, folder, options);
  const chosen = choose(all, [...inLocation, ...(options.files ?? [])], name);
  const totalBytes = chosen.reduce((sum, {size}) => sum + size, 0);
  const files: CorpusFile[] = [];
  let before = 0;
  for (const file of chosen) {
    const path = join(folder, commit, file.path);
    const onBytes = (bytes: number): void => options.onBytes?.(before + bytes, totalBytes);
    await downloadTo(path, name, commit, file, {...options, onBytes});
    files.push({path, name: file.path, size: file.size});
    onBytes(file.size);
    before += file.size;
  }
  return {files, commit};
}

async function listing(name: string, revision: string, folder: string, options: HubOptions): Promise<Listing> {
  const file = join(folder, `${encodeURIComponent(revision)}.json`);
  try {
    const commit = await commitOf(name, revision, options);
    const known = readListing(file);
    if (known?.commit === commit) return known;
    const found = {commit, files: await filesAt(name, commit, options)};
    mkdirSync(dirname(file), {recursive: true});
    writeFileSync(file, JSON.stringify(found));
    return found;
  } catch (error) {
    const known = error instanceof UserError && error.cause !== undefined ? readListing(file) : undefined;
    if (known === undefined) throw error;
    return known;
  }
}

const readListing = (file: string): Listing | undefined =>
  existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Listing) : undefined;

const otherSplit = /(?:^|[/_.-])(?:test|valid|validation|dev|eval)(?=[/_.-])/i;
const trainSplit = /(?:^|[/_.-])train(?=[/_.-])/i;

/**
 * The files that the globs select; without globs the data files of the kind with the most bytes, without test splits
 * where there is a training split.
 */
function choose(all: readonly HubFile[], globs: readonly string[], name: string): HubFile[] {
  const data = all.filter(({path, size}) => isDataFile(path) && size > 0);
  if (globs.length > 0) {
    const asked = data.filter(({path}) => isAskedFor(path, globs));
    if (asked.length > 0) return asked;
    throw new UserError(`hf:${name}: no data file matches ${globs.join(", ")}: its files are ${listed(all)}`);
  }
  const hasTrain = data.some(({path}) => trainSplit.test(path));
  const wanted = data.filter(({path}) => !(hasTrain && otherSplit.test(path) && !trainSplit.test(path)));
  const kinds = ["parquet", "arrow", "text"].map((kind) => wanted.filter(({path}) => kindOf(path) === kind));
  const [most = []] = kinds.sort((a, b) => bytesOf(b) - bytesOf(a));
  if (most.length > 0) return most;
  throw new UserError(`hf:${name}: has no file that is read (${dataEndings.join(", ")}): its files are ${listed(all)}`);
}

function kindOf(path: string): "parquet" | "arrow" | "text" {
  const name = path.toLowerCase();
  if (name.endsWith(".parquet")) return "parquet";
  return arrowEndings.some((ending) => name.endsWith(ending)) ? "arrow" : "text";
}

const bytesOf = (files: readonly HubFile[]): number => files.reduce((sum, {size}) => sum + size, 0);

const listed = (files: readonly HubFile[]): string =>
  files.length === 0 ? "none" : pathsOf(files.slice(0, 20)).join(", ");

const pathsOf = (files: readonly HubFile[]): string[] => files.map(({path}) => path);
