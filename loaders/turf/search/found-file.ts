import {closeSync, fstatSync, mkdirSync, openSync, writeSync} from "node:fs";
import {dirname} from "node:path";
import {DraftFile} from "../../util/atomic-file.js";
import {UserError} from "../../util/user-error.js";
import type {BestRows} from "../vectors/best-rows.js";
import type {RowRange} from "../vectors/shared-codes.js";
import {readAll} from "../vectors/vector-file.js";
import type {Wanted} from "../vectors/wanted.js";

/** What was found for some vectors in a share of the rows of an index. */
export interface FoundRows {
  of: string; // the state of the index
  wanted: Wanted;
  rows: RowRange; // that were searched
  queries: {hash: string; at: number; count: number}[]; // of each vector: from that byte on its row numbers, then cosines
}

const version = 1;
const endBytes = 8; // version, and bytes of the description before it

/**
 * Writes what was found for vectors, whole or not at all: of each its row numbers (32 bits) and cosines (64 bits), then
 * as JSON what it is, so that one vector's rows can be read alone.
 */
export function writeFound(
  path: string,
  {of, wanted, rows}: Omit<FoundRows, "queries">,
  found: readonly (BestRows & {hash: string})[]
): void {
  mkdirSync(dirname(path), {recursive: true});
  const draft = new DraftFile(path, {locked: true});
  const file = openSync(draft.path, "w");
  try {
    let at = 0;
    const write = (bytes: Uint8Array): void => {
      for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
      at += bytes.length;
    };
    const queries = found.map(({hash, ids, scores}) => {
      const start = at;
      for (const {buffer} of [ids, scores]) write(new Uint8Array(buffer));
      return {hash, at: start, count: ids.length};
    });
    const description = Buffer.from(JSON.stringify({of, wanted, rows, queries} satisfies FoundRows));
    write(description);
    write(new Uint8Array(Uint32Array.of(version, description.length).buffer));
  } finally {
    closeSync(file);
  }
  draft.commit();
}

/** What a file holds; undefined where it is damaged, or of another version. */
export function readFound(path: string): FoundRows | undefined {
  const file = openSync(path, "r");
  try {
    const {size} = fstatSync(file);
    const end = new Uint32Array(2);
    readAll(file, end, size - endBytes, path);
    if (end[0] !== version) return undefined;
    const description = new Uint8Array(end[1]!);
    readAll(file, description, size - endBytes - description.length, path);
    return JSON.parse(Buffer.from(description).toString()) as FoundRows;
  } catch {
    return undefined;
  } finally {
    closeSync(file);
  }
}

/** The rows that were found for one vector. Throws a UserError where the file ends before. */
export function readRows(path: string, {at, count}: FoundRows["queries"][number]): BestRows {
  const file = openSync(path, "r");
  try {
    const [ids, scores] = [new Uint32Array(count), new Float64Array(count)];
    readAll(file, ids, at, path);
    readAll(file, scores, at + ids.byteLength, path);
    return {ids, scores};
  } catch (cause) {
    throw new UserError("what a unit found in an index is cut short: run it again", {file: path}, {cause});
  } finally {
    closeSync(file);
  }
}
