import {withPlace} from "./places.js";
import {rowsAtOnce, takePieces, type Piece, type SharedCodes, type StreamedFiles} from "./shared-codes.js";
import {readAll} from "./vector-file.js";

/** A piece whose codes are in memory, with what bounds its cosines. */
export interface BoundedPiece extends Piece {
  bounds: Float32Array; // factor and error of each of its rows
  largest: readonly [factor: number, error: number];
}

/**
 * One thread's reading of codes that don't fit in memory: a piece at a time, into the memory of this thread, over the one
 * before. Two threads read at once, while the others search their pieces. The next piece is taken when it is read, from
 * files that all threads share: to the system they are read in order, so that it reads ahead, and the two never wait for
 * many others that read elsewhere.
 */
export class CodeStream {
  readonly #bounds = new Float32Array(2 * rowsAtOnce);

  constructor(
    private readonly codes: SharedCodes,
    private readonly thread: number,
    private readonly files: StreamedFiles
  ) {}

  /** The pieces that fall to this thread, read. Throws a UserError where the file ends before. */
  *pieces(): Generator<BoundedPiece> {
    const pieces = takePieces(this.codes, 0);
    for (;;) {
      const piece = withPlace(this.files.readers, () => this.#read(pieces.next()));
      if (piece === null) return;
      yield piece;
    }
  }

  #read({done, value}: IteratorResult<Piece, void>): BoundedPiece | null {
    if (done) return null;
    const {path, stride, areaBytes, memories} = this.codes;
    const {from, to} = value as Piece;
    const bounds = this.#bounds.subarray(0, 2 * (to - from));
    const codes = new Uint8Array(memories[this.thread]!.buffer, areaBytes, (to - from) * stride);
    readAll(this.files.bounds, bounds, 8 * from, path);
    readAll(this.files.codes, codes, from * stride, path);
    return {from, to, memory: this.thread, at: areaBytes, bounds, largest: largestOf(bounds)};
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
