import {createReadStream} from "node:fs";
import {pipeline} from "node:stream";
import {createGunzip} from "node:zlib";
import {isUserError, UserError} from "../../util/user-error.js";
import {shownPath} from "../../util/yaml-file.js";
import {readArrayEntries, type ArrayEntry} from "./json-array.js";
import {maybeJsonObject} from "./lenient-json.js";
import {readLines} from "./lines.js";
import {openParquetPairs} from "../parquet/parquet-pairs.js";
import type {SkipReason} from "./pairs.js";
import type {DataRow} from "./shapes/pair-shape.js";

/** One row of a data file: what it holds, or why it can't be read. `bytes` is how much of the file was read by then. */
export interface CorpusRow {
  line: number;
  bytes: number;
  read: () => DataRow | SkipReason; // parses the row: what a sample leaves out is not parsed
}

export interface RowOptions {
  size: number; // of the file, in bytes
  sourceColumns: readonly string[];
}

const maxRowBytes = 1 << 26; // bytes: a row beyond 64 MB is no training pair

export const dataEndings = [".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz", ".json", ".json.gz", ".parquet"];

/** The rows of a data file, streamed. Throws a UserError when the file can't be read to its end. */
export async function* readRows(path: string, options: RowOptions): AsyncGenerator<CorpusRow> {
  try {
    yield* path.endsWith(".parquet") ? parquetRows(path, options) : textRows(path);
  } catch (cause) {
    if (isUserError(cause) || (cause as {code?: string}).code === undefined) throw cause;
    const {message} = cause as Error;
    throw new UserError(`can't be read to its end: ${message}: get the file again`, {file: shownPath(path)}, {cause});
  }
}

async function* parquetRows(path: string, {size, sourceColumns}: RowOptions): AsyncGenerator<CorpusRow> {
  const {count, rows} = await openParquetPairs(path, sourceColumns);
  let line = 0;
  for await (const row of rows) {
    line++;
    yield {line, bytes: (size * line) / count, read: () => row};
  }
}

/** A file of lines, or one JSON array. */
async function* textRows(path: string): AsyncGenerator<CorpusRow> {
  let bytes = 0;
  const file = createReadStream(path, {highWaterMark: 1 << 20});
  file.on("data", (chunk) => (bytes += chunk.length));
  const stream = path.endsWith(".gz") ? pipeline(file, createGunzip({chunkSize: 1 << 20}), () => undefined) : file;
  const [isArray, whole] = await peek(stream);
  const lines = isArray ? readArrayEntries(whole, maxRowBytes) : readLines(path, whole, maxRowBytes);
  for await (const line of lines) yield {line: line.number, bytes, read: () => parseRow(line)};
}

function parseRow({text, length, closed}: ArrayEntry): DataRow | SkipReason {
  if (length > maxRowBytes) return "too-long";
  if (text === null) return "not-utf8";
  return maybeJsonObject(text) ?? (closed ? "not-json" : "torn");
}

/** Whether a text begins as a JSON array, and the stream of its bytes from the start. */
async function peek(stream: AsyncIterable<Buffer>): Promise<[boolean, AsyncIterable<Buffer>]> {
  const iterator = stream[Symbol.asyncIterator]();
  const first = await iterator.next();
  const head = first.done === true ? "" : first.value.toString("latin1", 0, 1024);
  async function* whole(): AsyncGenerator<Buffer> {
    try {
      for (let next = first; next.done !== true; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  }
  return [/^(?:\xEF\xBB\xBF)?\s*\[/.test(head), whole()];
}
