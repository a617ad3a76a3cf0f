import {closeSync, openSync, statSync} from "node:fs";
import {UserError} from "../../util/user-error.js";
import {strideOf} from "./codes.js";
import {maxQueries} from "./scan-kernel.js";
import {boundsPath, codesPath, readAll, readHeader} from "./vector-file.js";

/** Rows of a piece: what a thread reads or scans at a time. */
export const rowsAtOnce = 4096;

const pageBytes = 1 << 16;

/**
 * Memory for the codes of a vector file, which threads share and take pieces of in turn, so that none waits for
 * another.
 */
export interface SharedCodes {
  path: string;
  count: number; // rows
  stride: number; // bytes a row
  rowsOfBlock: number;
  memories: WebAssembly.Memory[]; // a block each: of every thread its queries and products, then the codes
  bounds: Float32Array<SharedArrayBuffer>; // factor and error of each row
  largest: Float32Array<SharedArrayBuffer>; // of both in each piece
  areaBytes: number; // of a thread, in each memory
  threads: number;
  taken: Int32Array<SharedArrayBuffer>; // pieces taken in each pass over the rows
  streamed: boolean; // the codes stay on disk: a memory for each thread holds its queries, and one piece at a time
}

/** Rows `from` to `to` - 1; their codes from byte `at` of a memory on. */
export interface Piece {
  from: number;
  to: number;
  memory: number;
  at: number;
}

/**
 * Room for the codes of a file, not yet read. `passes` is the max number of passes between two calls of `startPasses`. A
 * block holds 512 MB of codes: WebAssembly has at most 4 GB a memory.
 */
export function shareCodes(path: string, threads: number, passes: number, blockBytes = 1 << 29): SharedCodes {
  const {count, dimension} = readHeader(path);
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
  return {path, count, stride, rowsOfBlock, memories, areaBytes, threads, ...shared, streamed: false};
}

/** Memory that searching a file takes when its codes are held in memory: codes, and 8 bytes per row. */
export function bytesHeld(path: string): number {
  const {count, dimension} = readHeader(path);
  return count * (strideOf(dimension) + 8);
}

/**
 * Room for one piece for each thread, whatever the size of the file; all queries of a search share one pass over it.
 * Throws a UserError where the file is not whole.
 */
export function streamCodes(path: string, threads: number, queries: number): SharedCodes {
  const {count, dimension} = readHeader(path);
  const stride = strideOf(dimension);
  const sizes = [codesPath(path), boundsPath(path)].map((file) => statSync(file, {throwIfNoEntry: false})?.size ?? 0);
  if (sizes[0]! < count * stride || sizes[1]! < 8 * count)
    throw new UserError("vectors cut short: make the index again", {file: path});
  const areaBytes = 2 * queries * stride + 4 * maxQueries * rowsAtOnce;
  const pages = Math.ceil((areaBytes + rowsAtOnce * stride) / pageBytes);
  const open = () => new WebAssembly.Memory({initial: pages, maximum: pages, shared: true});
  const none = new Float32Array(new SharedArrayBuffer(0));
  return {
    ...{path, count, stride, areaBytes, threads, rowsOfBlock: count, bounds: none, largest: none, streamed: true},
    memories: Array.from({length: threads}, open),
    taken: new Int32Array(new SharedArrayBuffer(4))
  };
}

/** Lets all rows be taken again, in every pass. No thread may be in one. */
export const startPasses = ({taken}: SharedCodes): void => void taken.fill(0);

/** The pieces that fall to one thread in one pass: whichever is next when it is done with the last. */
export function* takePieces(codes: SharedCodes, pass: number): Generator<Piece> {
  const {count, stride, rowsOfBlock, areaBytes, threads, taken} = codes;
  for (;;) {
    const from = rowsAtOnce * Atomics.add(taken, pass, 1);
    if (from >= count) return;
    const at = threads * areaBytes + (from % rowsOfBlock) * stride;
    yield {from, to: Math.min(count, from + rowsAtOnce), memory: Math.floor(from / rowsOfBlock), at};
  }
}

/**
 * Reads the codes and bounds of pieces, as many as fall to this thread. Throws a UserError where the file ends before.
 */
export function* readPieces(codes: SharedCodes): Generator<undefined, void> {
  const {path, stride, memories, bounds, largest} = codes;
  const files = {codes: openSync(codesPath(path), "r"), bounds: openSync(boundsPath(path), "r")};
  try {
    for (const {from, to, memory, at} of takePieces(codes, 0)) {
      const ofPiece = bounds.subarray(2 * from, 2 * to);
      readAll(files.bounds, ofPiece, 8 * from, path);
      readAll(files.codes, new Uint8Array(memories[memory]!.buffer, at, (to - from) * stride), from * stride, path);
      const piece = 2 * (from / rowsAtOnce);
      ofPiece.forEach((bound, i) => (largest[piece + (i % 2)] = Math.max(largest[piece + (i % 2)]!, bound)));
      yield;
    }
  } finally {
    for (const file of Object.values(files)) closeSync(file);
  }
}
