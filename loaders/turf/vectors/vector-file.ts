import {closeSync, existsSync, openSync, readFileSync, readSync, rmSync, writeSync} from "node:fs";
import {writeAtomically} from "../../util/atomic-file.js";
import {UserError} from "../../util/user-error.js";
import {codeRows, strideOf} from "./codes.js";
import {findNotFinite} from "./cosine.js";

/** The content of `<path>.json`, written last: without it the file is incomplete. */
interface VectorHeader {
  version: 1;
  count: number;
  dimension: number;
  coded: boolean; // `<path>.codes` and `<path>.bounds` are there
}

export const headerPath = (path: string): string => `${path}.json`;
export const codesPath = (path: string): string => `${path}.codes`;
export const boundsPath = (path: string): string => `${path}.bounds`;

/** What a row takes in the files of its values, codes and bounds. */
export const bytesOfRow = (dimension: number): [rows: number, codes: number, bounds: number] => [
  4 * dimension,
  strideOf(dimension),
  8
];

/**
 * Writes rows of 32-bit floats (little endian) to `path` and, where asked, int8 codes beside, a block at a time. A row
 * with NaN or an infinite value is refused.
 */
export class VectorWriter {
  readonly #files: {rows: number; codes: number | null; bounds: number | null};
  #count = 0;

  constructor(
    readonly path: string,
    readonly dimension: number,
    {coded = false}: {coded?: boolean} = {}
  ) {
    rmSync(headerPath(path), {force: true});
    const open = (file: string): number => openSync(file, "w");
    this.#files = {
      rows: open(path),
      codes: coded ? open(codesPath(path)) : null,
      bounds: coded ? open(boundsPath(path)) : null
    };
  }

  get count(): number {
    return this.#count;
  }

  append(rows: Float32Array): void {
    if (rows.length % this.dimension !== 0)
      throw new Error(`vectors of another dimension: ${rows.length} values for rows of ${this.dimension}`);
    const bad = findNotFinite(rows);
    if (bad >= 0) throw notFinite(this.#count + Math.floor(bad / this.dimension), rows[bad]!);
    const {rows: file, codes, bounds} = this.#files;
    writeAll(file, rows);
    if (codes !== null) {
      const coded = codeRows(rows, this.dimension);
      writeAll(codes, coded.codes);
      writeAll(bounds!, coded.bounds);
    }
    this.#count += rows.length / this.dimension;
  }

  /** Ends the file and opens it for reading. */
  finish(): VectorFile {
    const coded = this.#files.codes !== null;
    this.close();
    writeHeader(this.path, {count: this.#count, dimension: this.dimension, coded});
    return openVectors(this.path);
  }

  /** Gives up: what is on disk is not whole, and is not opened. */
  close(): void {
    for (const file of Object.values(this.#files)) if (file !== null) closeSync(file);
  }
}

/** Says that the files of some vectors are whole. */
export function writeHeader(path: string, {count, dimension, coded}: Omit<VectorHeader, "version">): void {
  writeAtomically(headerPath(path), JSON.stringify({version: 1, count, dimension, coded} satisfies VectorHeader));
}

const notFinite = (row: number, value: number): UserError =>
  new UserError(`vector ${row} holds ${value}: expected finite numbers; the embedding model gave no usable vector`);

function writeAll(file: number, values: Float32Array | Int8Array): void {
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}

/** Rows of vectors on disk, read by number. */
export interface VectorFile {
  readonly path: string;
  readonly count: number;
  readonly dimension: number;
  readonly coded: boolean;
  /** Rows `from` to `to` - 1, one after the other; into the start of `into` where given. */
  read(from: number, to: number, into?: Float32Array): Float32Array;
  /** One row. */
  row(index: number): Float32Array;
  close(): void;
}

/** Opens what a VectorWriter wrote. Throws a UserError where it is missing or not whole. */
export function openVectors(path: string): VectorFile {
  const {count, dimension, coded} = readHeader(path);
  const file = openSync(path, "r");
  const read = (from: number, to: number, into?: Float32Array): Float32Array => {
    if (from < 0 || to > count || from > to) throw new RangeError(`rows ${from} to ${to} of ${count}`);
    const length = (to - from) * dimension;
    const values = into?.subarray(0, length) ?? new Float32Array(length);
    readAll(file, values, from * dimension * 4, path);
    return values;
  };
  return {path, count, dimension, coded, read, row: (i) => read(i, i + 1), close: () => closeSync(file)};
}

/** Fills `values` from a place of an open file. Throws a UserError where the file ends before. */
export function readAll(file: number, values: NodeJS.TypedArray, position: number, path: string): void {
  const {byteLength} = values;
  for (let at = 0; at < byteLength;) {
    const read = readSync(file, values, at, Math.min(byteLength - at, 1 << 30), position + at);
    if (read === 0) throw new UserError("vectors cut short: make the index again", {file: path});
    at += read;
  }
}

/** Whether there are vectors that were written to the end. */
export const hasVectors = (path: string): boolean => existsSync(headerPath(path));

/** Header of a vector file. */
export function readHeader(path: string): VectorHeader {
  try {
    return JSON.parse(readFileSync(headerPath(path), "utf8")) as VectorHeader;
  } catch (cause) {
    throw new UserError("no vectors, or not written to the end: make the index again", {file: path}, {cause});
  }
}

/** Row numbers 0 to `count` in even pieces of at most `most` rows. */
export function evenBlocks(count: number, most: number): {from: number; to: number}[] {
  const blocks = Math.ceil(count / Math.max(1, Math.floor(most)));
  return Array.from({length: blocks}, (_, i) => ({
    from: Math.floor((i * count) / blocks),
    to: Math.floor(((i + 1) * count) / blocks)
  }));
}
