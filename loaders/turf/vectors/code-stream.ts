import {closeSync, openSync} from "node:fs";
import {rowsAtOnce, takePieces, type Piece, type SharedCodes} from "./shared-codes.js";
import {boundsPath, codesPath, readAll} from "./vector-file.js";

/** A piece whose codes are in memory, with what bounds its cosines. */
export interface BoundedPiece extends Piece {
  bounds: Float32Array; // factor and error of each of its rows
  largest: readonly [factor: number, error: number];
}

/**
 * One thread's reading of codes that don't fit in memory: a piece at a time, into the memory of this thread, over the one
 * before. While one thread searches its piece, the others read theirs, so the disk is never idle for long.
 */
export class CodeStream {
  readonly #files: {codes: number; bounds: number};
  readonly #bounds = new Float32Array(2 * rowsAtOnce);

  constructor(
    private readonly codes: SharedCodes,
    private readonly thread: number
  ) {
    this.#files = {codes: openSync(codesPath(codes.path), "r"), bounds: openSync(boundsPath(codes.path), "r")};
  }

  /** The pieces that fall to this thread, read. Throws a UserError where the file ends before. */
  *pieces(): Generator<BoundedPiece> {
    const {path, stride, areaBytes, memories} = this.codes;
    const {buffer} = memories[this.thread]!;
    for (const {from, to} of takePieces(this.codes, 0)) {
      const bounds = this.#bounds.subarray(0, 2 * (to - from));
      readAll(this.#files.bounds, bounds, 8 * from, path);
      readAll(this.#files.codes, new Uint8Array(buffer, areaBytes, (to - from) * stride), from * stride, path);
      yield {from, to, memory: this.thread, at: areaBytes, bounds, largest: largestOf(bounds)};
    }
  }

  close(): void {
    for (const file of Object.values(this.#files)) closeSync(file);
  }
}

function largestOf(bounds: Float32Array): [factor: number, error: number] {
  let [factor, error] = [0, 0] as [number, number];
  for (let i = 0; i < bounds.length; i += 2) {
    factor = Math.max(factor, bounds[i]!);
    error = Math.max(error, bounds[i + 1]!);
  }
  return [factor, error];
}
