import {closeSync, openSync, statSync} from "node:fs";
import {UserError} from "../../util/user-error.js";
import {strideOf} from "./codes.js";
import {createPlaces, type Places} from "./places.js";
import {maxQueries} from "./scan-kernel.js";
import {boundsPath, codesPath, readAll, readHeader} from "./vector-file.js";

/** Rows of a piece: what a thread reads or scans at a time. */
export const rowsAtOnce = 4096;

/** Threads that read streamed codes at once: while one is woken, the other reads. More of them are slower. */
export const readersAtOnce = 2;

const pageBytes = 1 << 16;

/**
 * Memory for the codes of a vector file, which threads share and take pieces of in turn, so that none waits for
 * another.
 */
export interface SharedCodes {
  path: string;
  first: number; // row
  count: number; // rows
  stride: number; // bytes a row
  rowsOfBlock: number;
  memories: WebAssembly.Memory[]; // a block each: of every thread its queries and products, then the codes
  bounds: Float32Array<SharedArrayBuffer>; // factor and error of each row
  largest: Float32Array<SharedArrayBuffer>; // of both in each piece
  areaBytes: number; // of a thread, in each memory
  threads: number;
  taken: Int32Array<SharedArrayBuffer>; // pieces taken in each pass over the rows
  /** The codes stay on disk: a memory for each thread holds its queries, and one piece at a time. Else null. */
  streamed: StreamedFiles | null;
}

/** The open files of codes that are streamed; whoever opened them closes them. */
export interface StreamedFiles {
  codes: number;
  bounds: number;
  readers: Places; // for threads that read at once
}

/** Rows `from` to `to` - 1; their codes from byte `at` of a memory on. */
export interface Piece {
  from: number;
  to: number;
  memory: number;
  at: number;
}

/** A stretch of the rows of a file, up to but not including `to`. */
export interface RowRange {
  from: number;
  to: number;
}

export interface ShareOptions {
  rows?: RowRange | undefined; // defaults to all
  blockBytes?: number; // of codes in a memory (defaults to 512 MB)
}

/**
 * Room for the codes of a file, not yet read. `passes` is the max number of passes between two calls of `startPasses`. A
 * block holds 512 MB of codes: WebAssembly has at most 4 GB a memory.
 */
export function shareCodes(
  path: string,
  threads: number,
  passes: number,
  {rows, blockBytes = 1 << 29}: ShareOptions = {}
): SharedCodes {
  const {first, count, dimension} = stretchOf(path, rows);
  const stride = strideOf(dimension);
  const rowsOfBlock = Math.max(1, Math.floor(blockBytes / stride / rowsAtOnce)) * rowsAtOnce;
  const areaBytes = 2 * maxQueries * stride + 4 * maxQueries * rowsAtOnce;
  const memories = Array.from({length: Math.ceil(count / rowsOfBlock)}, (_, i) => {
    const rows = Math.min(rowsOfBlock, count - i * rowsOfBlock);
    const pages = Math.ceil((threads * areaBytes + rows * stride) / pageBytes);
    return new WebAssembly.Memory({initial: pages, maximum: pages, shared: true});
  });
  const shared = {
    bounds: new Float32Array(new SharedArrayBuffer(8 * count)),
    largest: new Float32Array(new SharedArrayBuffer(8 * Math.ceil(count / rowsAtOnce))),
    taken: new Int32Array(new SharedArrayBuffer(4 * passes))
  };
  return {path, first, count, stride, rowsOfBlock, memories, areaBytes, threads, ...shared, streamed: null};
}

function stretchOf(path: string, rows?: RowRange): {first: number; count: number; dimension: number} {
  const {count, dimension} = readHeader(path);
  const {from, to} = rows ?? {from: 0, to: count};
  if (from < 0 || from > to || to > count) throw new RangeError(`rows ${from} to ${to} of ${count}`);
  return {first: from, count: to - from, dimension};
}

/** Memory that searching rows takes when their codes are held in memory: codes, and 8 bytes per row. */
export function bytesHeld(path: string, rows?: RowRange): number {
  const {count, dimension} = stretchOf(path, rows);
  return count * (strideOf(dimension) + 8);
}

/**
 * Room for one piece for each thread, whatever the size of the file; all queries of a search share one pass over it.
 * Throws a UserError where the file is not whole.
 */
export function streamCodes(path: string, threads: number, queries: number, rows?: RowRange): SharedCodes {
  const {first, count, dimension} = stretchOf(path, rows);
  const stride = strideOf(dimension);
  const sizes = [codesPath(path), boundsPath(path)].map((file) => statSync(file, {throwIfNoEntry: false})?.size ?? 0);
  if (sizes[0]! < (first + count) * stride || sizes[1]! < 8 * (first + count))
    throw new UserError("vectors cut short: make the index again", {file: path});
  const areaBytes = 2 * queries * stride + 4 * maxQueries * rowsAtOnce;
  const pages = Math.ceil((areaBytes + rowsAtOnce * stride) / pageBytes);
  const open = () => new WebAssembly.Memory({initial: pages, maximum: pages, shared: true});
  const none = new Float32Array(new SharedArrayBuffer(0));
  return {
    ...{
      path,
      first,
      count,
      stride,
      areaBytes,
      threads,
      rowsOfBlock: count,
      bounds: none,
      largest: none,
      streamed: true
    },
    memories: Array.from({length: threads}, open),
    streamed: {
      codes: openSync(codesPath(path), "r"),
      bounds: openSync(boundsPath(path), "r"),
      readers: createPlaces(readersAtOnce)
    },
    taken: new Int32Array(new SharedArrayBuffer(4))
  };
}

/** Closes the files of codes that are streamed. No thread may read them any more. */
export function closeStreamed({streamed}: SharedCodes): void {
  if (streamed !== null) for (const file of [streamed.codes, streamed.bounds]) closeSync(file);
}

/** Lets all rows be taken again, in every pass. No thread may be in one. */
export function startPasses({taken, streamed}: SharedCodes): void {
  taken.fill(0);
  streamed?.readers.taken.fill(0); // a thread that died may have had one
}

/** The pieces that fall to one thread in one pass: whichever is next when it is done with the last. */
export function* takePieces(codes: SharedCodes, pass: number): Generator<Piece> {
  const {first, count, stride, rowsOfBlock, areaBytes, threads, taken} = codes;
  for (;;) {
    const place = rowsAtOnce * Atomics.add(taken, pass, 1);
    if (place >= count) return;
    const at = threads * areaBytes + (place % rowsOfBlock) * stride;
    const to = first + Math.min(count, place + rowsAtOnce);
    yield {from: first + place, to, memory: Math.floor(place / rowsOfBlock), at};
  }
}

/**
 * Reads the codes and bounds of pieces, as many as fall to this thread. Throws a UserError where the file ends before.
 */
export function* readPieces(codes: SharedCodes): Generator<undefined, void> {
  const {path, first, stride, memories, bounds, largest} = codes;
  const files = {codes: openSync(codesPath(path), "r"), bounds: openSync(boundsPath(path), "r")};
  try {
    for (const {from, to, memory, at} of takePieces(codes, 0)) {
      const ofPiece = bounds.subarray(2 * (from - first), 2 * (to - first));
      readAll(files.bounds, ofPiece, 8 * from, path);
      readAll(files.codes, new Uint8Array(memories[memory]!.buffer, at, (to - from) * stride), from * stride, path);
      const piece = 2 * ((from - first) / rowsAtOnce);
      ofPiece.forEach((bound, i) => (largest[piece + (i % 2)] = Math.max(largest[piece + (i % 2)]!, bound)));
      yield;
    }
  } finally {
    for (const file of Object.values(files)) closeSync(file);
  }
}
