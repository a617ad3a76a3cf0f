import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  fstatSync
} from "node:fs";
import {dirname, join} from "node:path";
import {lineKey, marksFile, readMarkLines, type Mark, type ReadMarks} from "../../src/shared/marks.js";
import {dataFolder} from "../util/paths.js";

/** Where a study's marks are, unless its file names another place. Not among its outputs: those may be removed. */
export const ownMarksPath = (study: string): string => join(dataFolder(), "marks", `${study}.jsonl`);

/** The log of marks in a file; empty where there is none. */
export const readMarksFile = (path: string): ReadMarks =>
  existsSync(path) ? readMarkLines(readFileSync(path, "utf8")) : {marks: [], problems: []};

/**
 * Adds marks to a file, in one write that is on disk when this returns: what others add meanwhile stays. Lines that the
 * file has already are left out. Returns how many were added.
 */
export function appendMarks(path: string, marks: readonly Mark[]): number {
  const known = new Set(readMarksFile(path).marks.map(lineKey));
  const fresh = marks.filter((mark) => !known.has(lineKey(mark)));
  if (fresh.length === 0) return 0;
  mkdirSync(dirname(path), {recursive: true});
  const file = openSync(path, "a+");
  try {
    appendFileSync(file, `${endsInLine(file) ? "" : "\n"}${marksFile(fresh)}`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return fresh.length;
}

/** Whether a file is empty or ends with a line break: an editor, or a full disk, may have left half a line. */
function endsInLine(file: number): boolean {
  const {size} = fstatSync(file);
  if (size === 0) return true;
  const last = Buffer.alloc(1);
  readSync(file, last, 0, 1, size - 1);
  return last.toString() === "\n";
}
