import {statSync, type Stats} from "node:fs";
import {basename} from "node:path";
import {UserError} from "../util/user-error.js";
import {shownPath} from "../util/yaml-file.js";
import type {AttributePool, AttributePoolBuilder} from "./attribute-pool.js";
import {poolFromLines} from "./pool-from-lines.js";
import {poolFromParquet} from "./pool-from-parquet.js";

const readers: Record<string, (path: string) => Promise<AttributePoolBuilder>> = {
  ".jsonl": poolFromLines,
  ".jsonl.gz": poolFromLines,
  ".parquet": poolFromParquet
};

/**
 * Reads an attribute pool in the released format, one row a training query: its sentences stand in `sae_attributes`, or
 * in `attributes` when no row has the former. Rows without any keep their number. Streams: memory holds the distinct
 * sentences and an id for each use. Throws a UserError that names what can't be read, with file and line.
 */
export async function readAttributePool(path: string): Promise<AttributePool> {
  if (path.startsWith("hf:"))
    throw new UserError(
      `${path}: hub downloads are not part of this version: download the file and give its path, .jsonl, .jsonl.gz or .parquet`
    );
  const file = shownPath(path);
  const read = readerOf(path, file);
  const builder = await read(path);
  const pool = builder.build(basename(path));
  if (pool.attributes.length === 0)
    throw new UserError(
      `none of its ${builder.rows} rows has an attribute: expected sentences in sae_attributes or attributes`,
      {file}
    );
  return pool;
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
