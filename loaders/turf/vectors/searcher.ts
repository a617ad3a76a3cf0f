import type {Steps} from "../../util/steps.js";
import type {BestRows} from "./best-rows.js";
import {Candidates} from "./candidates.js";
import {codeQuery, type CodedQuery} from "./codes.js";
import {cosineAt, normAt} from "./cosine.js";
import {createScan, maxQueries, packQueries, type KernelScan} from "./scan-kernel.js";
import {CodeStream, type BoundedPiece} from "./code-stream.js";
import {readPieces, rowsAtOnce, takePieces, type Piece, type SharedCodes} from "./shared-codes.js";
import {openVectors, type VectorFile} from "./vector-file.js";
import {mostOf, type Wanted} from "./wanted.js";

/** What a scan found for one query: its best rows by codes, and what the best of all others reach at least. */
export interface Scanned extends BestRows {
  atLeast: Float64Array<ArrayBuffer>;
}

const runGap = 4; // rows between two wanted ones that are cheaper to read than to skip
const runRows = 256;
const slack = 1e-10; // rounding of the doubles of a bound

/**
 * One thread's part of a search over shared codes, the floats on disk. A search takes two steps, so that threads can
 * share what they know: `scan` by codes, which reads the best by codes too, and `rankRest`, which reads whatever else
 * can be wanted, by the error bounds of the codes. What is left out is proven not to belong there.
 */
export class Searcher {
  readonly #vectors: VectorFile;
  readonly #scans = new Map<string, KernelScan>();
  readonly #area: number; // of this thread, a byte in every memory
  readonly #stream: CodeStream | null;
  #room: Float32Array | undefined; // for rows that are read
  #queries: Float32Array[] = [];
  #found: Candidates[] = [];
  #ranked: number[] = []; // by query: the cosine by codes down to which rows have been read

  constructor(
    private readonly codes: SharedCodes,
    private readonly thread: number
  ) {
    this.#vectors = openVectors(codes.path);
    this.#area = codes.streamed === null ? thread * codes.areaBytes : 0;
    this.#stream = codes.streamed === null ? null : new CodeStream(codes, thread, codes.streamed);
  }

  /** Reads the pieces that fall to it; nothing where codes are streamed. */
  *read(): Steps<void> {
    if (this.#stream === null) yield* readPieces(this.codes);
  }

  /**
   * Of the rows that fall to it: exact cosines of the best `share` by codes of each query, and lower bounds of the
   * next, as many as are wanted. Every four queries are a pass; where codes are streamed, all are one.
   */
  *scan(queries: Float32Array[], wanted: Wanted, share: number): Steps<Scanned[]> {
    this.#queries = queries;
    this.#found = queries.map(() => new Candidates(wanted));
    const coded = queries.map(codeQuery);
    if (this.#stream !== null) yield* this.#streamed(coded, this.#stream);
    else
      for (let first = 0; first < queries.length; first += maxQueries)
        yield* this.#pass(first / maxQueries, coded.slice(first, first + maxQueries), this.#found.slice(first));
    for (const found of this.#found) found.prune();
    this.#ranked = this.#found.map((found) => found.best(share));
    const best = yield* this.#rank((found, i, query) => found.approximate(i) >= this.#ranked[query]!);
    return best.map((ranked, i) => ({
      ...ranked,
      atLeast: this.#found[i]!.leastBelow(this.#ranked[i]!, mostOf(wanted))
    }));
  }

  /** Exact cosines of all others of its rows that may reach `least` (one a query). */
  rankRest(least: Float64Array): Steps<BestRows[]> {
    return this.#rank(
      (found, i, query) => found.approximate(i) < this.#ranked[query]! && found.atMost(i) >= least[query]!
    );
  }

  close(): void {
    this.#vectors.close();
  }

  /** Scans each piece for all queries while it is in memory. */
  *#streamed(queries: readonly CodedQuery[], stream: CodeStream): Steps<void> {
    const {stride} = this.codes;
    const places = Array.from({length: Math.ceil(queries.length / maxQueries)}, (_, i) => i * maxQueries);
    const {buffer} = this.codes.memories[this.thread]!;
    for (const first of places) {
      const values = queries.slice(first, first + maxQueries).map((query) => query.values);
      const packed = packQueries(values, stride);
      new Int16Array(buffer, 2 * first * stride, packed.length).set(packed);
    }
    const out = this.codes.areaBytes - 4 * maxQueries * rowsAtOnce;
    for (const piece of stream.pieces())
      for (const first of places) {
        const some = queries.slice(first, first + maxQueries);
        this.#scanPiece(piece, some, this.#found.slice(first), 2 * first * stride, out);
        yield;
      }
  }

  *#pass(pass: number, queries: readonly CodedQuery[], found: readonly Candidates[]): Steps<void> {
    const {memories, stride} = this.codes;
    const packed = packQueries(
      queries.map(({values}) => values),
      stride
    );
    const out = this.#area + 2 * maxQueries * stride;
    for (const {buffer} of memories) new Int16Array(buffer, this.#area, packed.length).set(packed);
    for (const piece of takePieces(this.codes, pass)) {
      this.#scanPiece(this.#withBounds(piece), queries, found, this.#area, out);
      yield;
    }
  }

  #withBounds(piece: Piece): BoundedPiece {
    const {bounds, largest, first} = this.codes;
    const at = 2 * ((piece.from - first) / rowsAtOnce);
    const ofPiece = bounds.subarray(2 * (piece.from - first), 2 * (piece.to - first));
    return {...piece, bounds: ofPiece, largest: [largest[at]!, largest[at + 1]!]};
  }

  /** Queries are packed at byte `packed` of the memory of the piece; products go to byte `out`. */
  #scanPiece(
    piece: BoundedPiece,
    queries: readonly CodedQuery[],
    found: readonly Candidates[],
    packed: number,
    out: number
  ): void {
    const {memories, stride} = this.codes;
    const scan = this.#scanOf(piece.memory, queries.length);
    scan(piece.at, piece.to - piece.from, stride, packed, out);
    const products = new Int32Array(memories[piece.memory]!.buffer, out, queries.length * rowsAtOnce);
    queries.forEach((query, j) => this.#collect(query, found[j]!, products.subarray(j), queries.length, piece));
  }

  /**
   * Keeps the rows whose cosine can reach those wanted so far. Most rows are passed over by their product alone: with the
   * largest factor and error of the piece it would not do.
   */
  #collect(
    {factor, error}: CodedQuery,
    found: Candidates,
    products: Int32Array,
    step: number,
    {from, to, bounds, largest}: BoundedPiece
  ): void {
    const margin = found.least - (largest[1] * (1 + error) + error + slack);
    const leastProduct = margin > 0 ? margin / (factor * largest[0]) : -Infinity;
    for (let row = 0; row < to - from; row++) {
      const product = products[row * step]!;
      if (product < leastProduct) continue;
      const approximate = product * factor * bounds[2 * row]!;
      const off = bounds[2 * row + 1]! * (1 + error) + error + slack;
      if (approximate + off >= found.least) found.add(from + row, approximate, off);
    }
  }

  *#rank(wanted: (found: Candidates, i: number, query: number) => boolean): Steps<BestRows[]> {
    const all: BestRows[] = [];
    for (const [query, found] of this.#found.entries()) {
      const ids: number[] = [];
      for (let i = 0; i < found.length; i++) if (wanted(found, i, query)) ids.push(found.id(i));
      const scores = yield* this.#cosines(ids, this.#queries[query]!);
      all.push({ids: Uint32Array.from(ids), scores});
    }
    return all;
  }

  /** Neighbouring rows are read in one go. */
  *#cosines(ids: readonly number[], query: Float32Array): Steps<Float64Array<ArrayBuffer>> {
    const {dimension} = this.#vectors;
    const norm = normAt(query, 0, dimension);
    const doubles = Float64Array.from(query);
    const scores = new Float64Array(ids.length);
    const room = (this.#room ??= new Float32Array(runRows * dimension));
    for (let first = 0; first < ids.length;) {
      let last = first;
      while (continues(ids, first, last)) last++;
      const rows = this.#vectors.read(ids[first]!, ids[last]! + 1, room);
      for (; first <= last; first++)
        scores[first] = cosineAt(rows, (ids[first]! - ids[last]! - 1) * dimension + rows.length, doubles, norm);
      yield;
    }
    return scores;
  }

  #scanOf(memory: number, queries: number): KernelScan {
    const key = `${memory}/${queries}`;
    let scan = this.#scans.get(key);
    if (scan === undefined) this.#scans.set(key, (scan = createScan(this.codes.memories[memory]!, queries)));
    return scan;
  }
}

const continues = (ids: readonly number[], first: number, last: number): boolean =>
  last + 1 < ids.length && ids[last + 1]! - ids[last]! <= runGap && ids[last + 1]! - ids[first]! < runRows;
