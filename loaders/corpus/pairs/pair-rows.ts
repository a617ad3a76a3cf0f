import {isUserError, UserError} from "../../util/user-error.js";
import {shownPath} from "../../util/yaml-file.js";
import {arrowRows} from "../arrow/arrow-rows.js";
import {openParquetPairs} from "../parquet/parquet-pairs.js";
import type {CorpusRow} from "./corpus-row.js";
import {readArrayEntries, readJsonValues, type ArrayEntry} from "./json-array.js";
import {maybeJson} from "./lenient-json.js";
import {readLines} from "./lines.js";
import {openText} from "./open-text.js";
import type {SkipReason} from "./pairs.js";
import type {DataRow} from "./shapes/pair-shape.js";
import {from, layoutOf, maxRowBytes, objectError} from "./text-layout.js";

export interface RowOptions {
  size: number; // of the file, in bytes
  sourceColumns: readonly string[];
}

const textEndings = [".jsonl", ".ndjson", ".json"].flatMap((ending) => [ending, `${ending}.gz`, `${ending}.zst`]);
export const arrowEndings = [".arrow", ".feather"];
export const dataEndings = [...textEndings, ".parquet", ...arrowEndings];

/** The rows of a data file, streamed. Throws a UserError when the file can't be read to its end. */
export async function* readRows(path: string, options: RowOptions): AsyncGenerator<CorpusRow> {
  const name = path.toLowerCase();
  try {
    if (name.endsWith(".parquet")) yield* parquetRows(path, options);
    else if (arrowEndings.some((ending) => name.endsWith(ending))) yield* arrowRows(path, options.size);
    else yield* textRows(path);
  } catch (cause) {
    if (isUserError(cause) || (cause as {code?: string}).code === undefined) throw cause;
    const {message} = cause as Error;
    throw new UserError(`can't be read to its end: ${message}: get the file again`, {file: shownPath(path)}, {cause});
  }
}

async function* parquetRows(path: string, {size, sourceColumns}: RowOptions): AsyncGenerator<CorpusRow> {
  const {count, columns, rows} = await openParquetPairs(path, sourceColumns);
  let line = 0;
  for await (const row of rows) {
    line++;
    yield {line, bytes: (size * line) / count, columns, read: () => row};
  }
}

/** A file of lines, one array, the list that one object wraps, or objects over several lines each. */
async function* textRows(path: string): AsyncGenerator<CorpusRow> {
  const layout = await layoutOf(path);
  if (layout.kind === "object") throw objectError(path, layout.what);
  const {bytes, bytesRead} = openText(path);
  const entries = {
    lines: () => readLines(path, bytes, maxRowBytes),
    array: () => readArrayEntries(bytes, maxRowBytes, {isWhole: true}),
    wrapped: () => readArrayEntries(from(bytes, layout.kind === "wrapped" ? layout.offset : 0), maxRowBytes),
    row: () => readJsonValues(bytes, maxRowBytes),
    values: () => readJsonValues(bytes, maxRowBytes)
  }[layout.kind]();
  for await (const entry of entries) yield {line: entry.number, bytes: bytesRead(), read: () => parseRow(entry)};
}

/** A row that is a bare list is taken as its messages. */
function parseRow({text, length, closed}: ArrayEntry): DataRow | SkipReason {
  if (length > maxRowBytes) return "too-long";
  if (text === null) return "not-utf8";
  const value = maybeJson(text);
  if (Array.isArray(value)) return {messages: value};
  if (typeof value === "object" && value !== null) return value as DataRow;
  return closed ? "not-json" : "torn";
}
