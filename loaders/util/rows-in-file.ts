import {extname} from "node:path";
import {csvParse} from "d3";
import {readTextFile} from "./read-text.js";
import {UserError} from "./user-error.js";
import {shownPath} from "./yaml-file.js";

/** A row of a file that holds prompts, exchanges or labels. */
export interface FileRow {
  line: number; // from 1
  value: Record<string, unknown>;
}

/** The rows of a .jsonl or .csv file; of any other, its lines as prompts. Throws a UserError with file and line. */
export function readRows(path: string, {mayBeEmpty = false} = {}): FileRow[] {
  const file = shownPath(path);
  const text = readTextFile(path, {file});
  const kind = extname(path).toLowerCase();
  const rows = kind === ".csv" ? fromCsv(text) : fromLines(text, kind, file);
  if (rows.length === 0 && !mayBeEmpty) throw new UserError("holds no rows", {file});
  return rows;
}

const fromCsv = (text: string): FileRow[] => csvParse(text).map((value, i) => ({line: i + 2, value: {...value}}));

function fromLines(text: string, kind: string, file: string): FileRow[] {
  return text.split(/\r?\n/).flatMap((line, i) => {
    if (line.trim() === "") return [];
    if (![".jsonl", ".ndjson"].includes(kind)) return [{line: i + 1, value: {query: line}}];
    try {
      return [{line: i + 1, value: JSON.parse(line) as Record<string, unknown>}];
    } catch {
      throw new UserError("not a line of JSON", {file, line: i + 1});
    }
  });
}

/** A column as text; null when it is not there. */
export function textOf({value}: FileRow, ...names: string[]): string | null {
  const found = names.map((name) => value[name]).find((each) => each !== undefined && each !== null && each !== "");
  return found === undefined ? null : typeof found === "object" ? JSON.stringify(found) : String(found);
}

/** A column that must be there. Throws a UserError with file and line. */
export function neededText(path: string, row: FileRow, ...names: string[]): string {
  const found = textOf(row, ...names);
  if (found !== null) return found;
  throw new UserError(`no ${names[0]}: expected the key ${names.join(" or ")}`, {
    file: shownPath(path),
    line: row.line
  });
}
