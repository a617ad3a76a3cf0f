import {statSync, type Stats} from "node:fs";
import {basename} from "node:path";
import {UserError, type Place} from "../../util/user-error.js";
import {shownPath} from "../../util/yaml-file.js";
import {poolRows, type AttributePool, type AttributePoolBuilder} from "./attribute-pool.js";
import {fetchHubFiles, type HubFilesOptions} from "../hub/hub-files.js";
import {isHubLocation} from "../hub/hub-location.js";
import {poolFromLines} from "./pool-from-lines.js";
import {poolFromParquet} from "./pool-from-parquet.js";

const readers: Record<string, (path: string) => Promise<AttributePoolBuilder>> = {
  ".jsonl": poolFromLines,
  ".jsonl.gz": poolFromLines,
  ".jsonl.zst": poolFromLines,
  ".parquet": poolFromParquet
};

/**
 * Reads an attribute pool in the released format, one row a training query: its sentences are in `sae_attributes`, or
 * in `attributes` when no row has the former. Rows without any keep their number. Streams: memory holds the distinct
 * sentences and an id for each use. `hf:owner/name` is downloaded from the hub first (docs/corpora.md). Throws a
 * UserError that names what can't be read, with file and line.
 */
export async function readAttributePool(path: string, options: HubFilesOptions = {}): Promise<AttributePool> {
  if (isHubLocation(path)) return readHubPool(path, options);
  const file = shownPath(path);
  const pool = (await readerOf(path, file)(path)).build(basename(path));
  checkFilled(pool, {file});
  return pool;
}

async function readHubPool(location: string, options: HubFilesOptions): Promise<AttributePool> {
  const {files} = await fetchHubFiles(location, options);
  const builders: AttributePoolBuilder[] = [];
  for (const {path} of files) builders.push(await readerOf(path, shownPath(path))(path));
  const pool = join(builders).build(location);
  checkFilled(pool, {file: location});
  return pool;
}

function join([first, ...more]: readonly AttributePoolBuilder[]): AttributePoolBuilder {
  for (const builder of more) first!.addPool(builder.build(""));
  return first!;
}

function checkFilled(pool: AttributePool, place: Place): void {
  if (pool.attributes.length > 0) return;
  const words = "expected sentences in sae_attributes or attributes";
  throw new UserError(`none of its ${poolRows(pool)} rows has an attribute: ${words}`, place);
}

function readerOf(path: string, file: string): (path: string) => Promise<AttributePoolBuilder> {
  const stats = statOf(path, file);
  if (stats.isDirectory()) throw new UserError("is a folder: give the path of a .jsonl or .parquet file in it", {file});
  const extension = Object.keys(readers).find((end) => path.endsWith(end));
  if (extension === undefined)
    throw new UserError(`unsupported kind of file: expected ${Object.keys(readers).join(", ")}`, {file});
  if (stats.size === 0) throw new UserError("is empty: expected a row a training query", {file});
  return readers[extension]!;
}

function statOf(path: string, file: string): Stats {
  try {
    return statSync(path);
  } catch (cause) {
    throw new UserError("no such file, or it can't be read: check the path of the attribute pool", {file}, {cause});
  }
}
