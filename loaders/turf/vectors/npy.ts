import {closeSync, fstatSync, openSync} from "node:fs";
import {UserError} from "../../util/user-error.js";
import {evenBlocks, readAll, VectorWriter, type VectorFile} from "./vector-file.js";

/** A NumPy array of one or two axes on disk, read by rows: `.npy`, format 1 to 3, little endian, C order. */
export interface NpyFile {
  readonly count: number; // rows
  readonly dimension: number; // values a row; 1 for an array of one axis
  readonly type: string; // as NumPy writes it: <f4, <f8, <f2, <i4, <i8
  /** Rows `from` to `to` - 1 as 64-bit floats: exact for all but integers above 2^53. */
  read(from: number, to: number): Float64Array;
  close(): void;
}

/** Opens a `.npy` file; only its header is read. Throws a UserError for what it is not, or where it is cut short. */
export function openNpy(path: string): NpyFile {
  const file = openSync(path, "r");
  try {
    const {type, shape, start} = readNpyHeader(file, path);
    const [count = 1, dimension = 1] = shape;
    const reader = readers[type];
    if (reader === undefined || shape.length > 2)
      throw bad(
        path,
        `is an array of ${type} with ${shape.length} axes: expected <f2, <f4, <f8, <i4 or <i8 with 1 or 2`
      );
    const length = count * dimension * reader.bytes;
    const {size} = fstatSync(file);
    if (size - start < length) throw bad(path, `is cut short: ${size - start} bytes of values, expected ${length}`);
    const read = (from: number, to: number): Float64Array => {
      if (from < 0 || to > count || from > to) throw new RangeError(`rows ${from} to ${to} of ${count}`);
      const bytes = new Uint8Array((to - from) * dimension * reader.bytes);
      readAll(file, bytes, start + from * dimension * reader.bytes, path);
      return reader.decode(bytes.buffer);
    };
    return {count, dimension, type, read, close: () => closeSync(file)};
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

const rowBytes = 16 << 20; // read at once

/** Writes the rows of a `.npy` file, each changed by `prepare`, as vectors; in bounded memory. */
export function convertNpy(
  path: string,
  target: string,
  {coded = true, prepare = (rows) => rows}: {coded?: boolean; prepare?: (rows: Float32Array) => Float32Array} = {}
): VectorFile {
  const source = openNpy(path);
  const writer = new VectorWriter(target, source.dimension, {coded});
  try {
    for (const {from, to} of evenBlocks(source.count, rowBytes / 8 / source.dimension))
      writer.append(prepare(Float32Array.from(source.read(from, to))));
    return writer.finish();
  } catch (error) {
    writer.close();
    throw error;
  } finally {
    source.close();
  }
}

const bad = (path: string, what: string): UserError => new UserError(what, {file: path});

interface NpyHeader {
  type: string;
  shape: number[];
  start: number; // byte of the first value
}

const maxHeaderBytes = 1 << 16;

/** The header is a Python dict of three keys, whose order is not fixed. */
function readNpyHeader(file: number, path: string): NpyHeader {
  const {size} = fstatSync(file);
  const bytes = Buffer.alloc(Math.min(size, 12));
  readAll(file, bytes, 0, path);
  if (bytes.length < 12 || bytes.toString("latin1", 0, 6) !== "\x93NUMPY") throw bad(path, "is no .npy file");
  const version = bytes[6]!;
  const start = version === 1 ? 10 : 12;
  const length = version === 1 ? bytes.readUInt16LE(8) : bytes.readUInt32LE(8);
  if (length > maxHeaderBytes || start + length > size)
    throw bad(path, `has a header of ${length} bytes: not a .npy file`);
  const header = Buffer.alloc(length);
  readAll(file, header, start, path);
  return {...parseHeader(header.toString("utf8"), path), start: start + length};
}

function parseHeader(text: string, path: string): Omit<NpyHeader, "start"> {
  const type = /'descr':\s*'([^']+)'/.exec(text)?.[1];
  const fortran = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape':\s*\(([\d,\sL]*)\)/.exec(text)?.[1];
  if (type === undefined || fortran === undefined || shape === undefined)
    throw bad(path, "has a header that can't be read: expected descr, fortran_order and shape");
  if (fortran === "True") throw bad(path, "is in Fortran order: save numpy.ascontiguousarray of it");
  const sizes = shape.split(",").filter((size) => size.trim() !== "");
  return {type, shape: sizes.map((size) => Number.parseInt(size, 10))};
}

const readers: Record<string, {bytes: number; decode: (buffer: ArrayBuffer) => Float64Array} | undefined> = {
  "<f4": {bytes: 4, decode: (buffer) => Float64Array.from(new Float32Array(buffer))},
  "<f8": {bytes: 8, decode: (buffer) => new Float64Array(buffer)},
  "<f2": {bytes: 2, decode: (buffer) => Float64Array.from(new Uint16Array(buffer), toDouble)},
  "<i4": {bytes: 4, decode: (buffer) => Float64Array.from(new Int32Array(buffer))},
  "<i8": {bytes: 8, decode: (buffer) => Float64Array.from(new BigInt64Array(buffer), Number)}
};

/** Of a half-precision number's bits. */
function toDouble(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}
