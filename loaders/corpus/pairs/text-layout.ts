import {UserError} from "../../util/user-error.js";
import {shownPath} from "../../util/yaml-file.js";
import {checkIsText} from "./file-head.js";
import {readArrayEntries} from "./json-array.js";
import {outlineOf, type OutlineEntry} from "./json-outline.js";
import {maybeJson, maybeJsonObject} from "./lenient-json.js";
import {readLines} from "./lines.js";
import {openText} from "./open-text.js";
import {readRow} from "./shapes/registry.js";
import {turnsOf} from "./shapes/turns.js";

/** How the rows of a text file are laid out; `object` is one JSON object without rows. */
export type TextLayout =
  | {kind: "lines" | "array" | "row" | "values"}
  | {kind: "wrapped"; key: string; offset: number} // the list under a key of one object
  | {kind: "object"; what: string};

const jsonEnding = /\.json(?:\.gz|\.zst)?$/i;
export const maxRowBytes = 1 << 26; // bytes: a row beyond 64 MB is no training pair

/**
 * Looks at the first lines of a file; through all of it only where it is an object over several lines, or one line.
 * Throws a UserError for what is known to be no text.
 */
export async function layoutOf(path: string): Promise<TextLayout> {
  checkIsText(path);
  const [first, second] = await firstLines(path);
  const begins = first?.replace(/^\uFEFF/, "").trimStart()[0];
  if (first === undefined || begins === undefined) return {kind: "lines"};
  if (begins === "[") return {kind: second !== undefined && isConversation(maybeJson(first)) ? "lines" : "array"};
  if (begins !== "{") return {kind: "lines"};
  const isLines = [first, second].some((line) => line !== undefined && maybeJsonObject(bare(line)) !== undefined);
  if (isLines && second !== undefined) return {kind: "lines"};
  return objectLayout(path, isLines);
}

/** Whether a line is a bare list of messages, and no array of rows. */
const isConversation = (value: unknown): boolean => Array.isArray(value) && turnsOf(value) !== undefined;

const bare = (line: string): string => line.replace(/^\uFEFF/, "");

/** The first two lines that are not blank; a line that is longer than a row may be is the text of none. */
async function firstLines(path: string): Promise<string[]> {
  const found: string[] = [];
  for await (const {text} of readLines(path, openText(path).bytes, maxRowBytes)) {
    found.push(text ?? "[");
    if (found.length === 2) break;
  }
  return found;
}

async function objectLayout(path: string, isOneLine: boolean): Promise<TextLayout> {
  const {values, entries, length} = await outlineOf(openText(path).bytes);
  if (values !== 1 || length === 0) return {kind: values > 1 && !isOneLine ? "values" : "lines"};
  const lists: OutlineEntry[] = [];
  for (const entry of entries) if (entry.kind === "list" && (await holdsRows(path, entry.offset))) lists.push(entry);
  const [list, ...more] = lists;
  if (list !== undefined && more.length === 0) return {kind: "wrapped", key: list.key, offset: list.offset};
  if (list === undefined && length <= maxRowBytes && (await isRow(path))) return {kind: "row"};
  if (isOneLine && list === undefined && !jsonEnding.test(path)) return {kind: "lines"}; // of one row, which is no pair
  const keys = entries.slice(0, 20).map(({key, kind}) => `${key.slice(0, 40)} (${kind})`);
  const several = list === undefined ? "" : ` with rows under ${lists.map(({key}) => key).join(" and ")}`;
  return {kind: "object", what: `one JSON object${several}, of ${keys.join(", ")}`};
}

async function holdsRows(path: string, offset: number): Promise<boolean> {
  for await (const {text} of readArrayEntries(from(openText(path).bytes, offset), maxRowBytes)) {
    const row = text === null ? undefined : maybeJsonObject(text);
    return row !== undefined && isShaped(readRow(row));
  }
  return false;
}

async function isRow(path: string): Promise<boolean> {
  const row = maybeJsonObject(bare(await wholeText(path)));
  return row !== undefined && isShaped(readRow(row));
}

/** A row of a shape may still be no pair: then it is counted as such. */
const isShaped = (read: ReturnType<typeof readRow>): boolean =>
  !("reason" in read) || ["unknown-turn", "rejected"].includes(read.reason);

/** The text of a file that is one row. */
export async function wholeText(path: string): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of openText(path).bytes) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}

/** The bytes of a stream from an offset on. */
export async function* from(stream: AsyncIterable<Buffer>, offset: number): AsyncGenerator<Buffer> {
  let left = offset;
  for await (const chunk of stream) {
    if (left < chunk.length) yield chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}

/** An object without rows, as an error. */
export const objectError = (path: string, what: string): UserError =>
  new UserError(
    `${what}: expected a row a line or one array of rows (pandas: to_json with orient="records" and lines=True)`,
    {file: shownPath(path)}
  );
