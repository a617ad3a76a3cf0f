import {closeSync, openSync} from "node:fs";
import {Candidates} from "./candidates.js";
import {codeQuery, strideOf, type CodedQuery} from "./codes.js";
import {cosineAt, normAt} from "./cosine.js";
import {createScan, mostQueries, packQueries, type Scan} from "./scan-kernel.js";
import {boundsPath, codesPath, evenBlocks, openVectors, readAll, type VectorFile} from "./vector-file.js";

export interface ShardSpec {
  path: string;
  from: number; // first row
  to: number; // row after the last
}

/** Rows of one query with their exact cosines, in order of their numbers. */
export interface Ranked {
  ids: Uint32Array<ArrayBuffer>;
  scores: Float64Array<ArrayBuffer>;
}

const blockBytes = 1 << 29; // of codes in one piece of memory: WebAssembly has at most 4 GB a piece
const rowsAtOnce = 4096;
const runGap = 4; // rows between two wanted ones that are cheaper to read than to skip
const runRows = 256;

/**
 * A range of rows of a vector file: its codes in memory, its floats on disk. A search takes three steps, so that shards
 * can share what they know: `scan` by codes, `rankBest` reads the best by codes, `rankRest` reads whatever else can be
 * among the k best, by the error bounds of the codes. What is left out is proven not to belong there.
 */
export class Shard {
  readonly #vectors: VectorFile;
  readonly #blocks: Block[];
  #room: Float32Array | undefined; // for rows that are read
  #queries: Float32Array[] = [];
  #found: Candidates[] = [];
  #ranked: number[] = []; // by query: the cosine by codes down to which rows have been read

  constructor({path, from, to}: ShardSpec) {
    this.#vectors = openVectors(path);
    const stride = strideOf(this.#vectors.dimension);
    const files = {codes: openSync(codesPath(path), "r"), bounds: openSync(boundsPath(path), "r")};
    this.#blocks = evenBlocks(to - from, blockBytes / stride).map(
      (rows) => new Block(path, files, from + rows.from, from + rows.to, stride)
    );
    for (const file of Object.values(files)) closeSync(file);
  }

  /** The k best cosines by codes of each query, in any order. */
  scan(queries: Float32Array[], k: number): Float64Array[] {
    this.#queries = queries;
    this.#found = queries.map(() => new Candidates(k));
    const coded = queries.map(codeQuery);
    for (let first = 0; first < queries.length; first += mostQueries) {
      const last = Math.min(queries.length, first + mostQueries);
      for (const block of this.#blocks) block.scan(coded.slice(first, last), this.#found.slice(first, last));
    }
    for (const found of this.#found) found.prune();
    return this.#found.map((found) => found.best());
  }

  /** Exact cosines of the rows whose cosine by codes is at least `least` (one a query). */
  rankBest(least: Float64Array): Ranked[] {
    this.#ranked = [...least];
    return this.#rank((found, i, query) => found.approximate(i) >= least[query]!);
  }

  /** Exact cosines of all other rows that may reach `least` (one a query). */
  rankRest(least: Float64Array): Ranked[] {
    return this.#rank(
      (found, i, query) => found.approximate(i) < this.#ranked[query]! && found.atMost(i) >= least[query]!
    );
  }

  close(): void {
    this.#vectors.close();
  }

  #rank(wanted: (found: Candidates, i: number, query: number) => boolean): Ranked[] {
    return this.#found.map((found, query) => {
      const ids: number[] = [];
      for (let i = 0; i < found.length; i++) if (wanted(found, i, query)) ids.push(found.id(i));
      return {ids: Uint32Array.from(ids), scores: this.#cosines(ids, this.#queries[query]!)};
    });
  }

  /** Neighbouring rows are read in one go. */
  #cosines(ids: readonly number[], query: Float32Array): Float64Array<ArrayBuffer> {
    const {dimension} = this.#vectors;
    const norm = normAt(query, 0, dimension);
    const scores = new Float64Array(ids.length);
    const room = (this.#room ??= new Float32Array(runRows * dimension));
    for (let first = 0; first < ids.length;) {
      let last = first;
      while (continues(ids, first, last)) last++;
      const rows = this.#vectors.read(ids[first]!, ids[last]! + 1, room);
      for (; first <= last; first++)
        scores[first] = cosineAt(rows, (ids[first]! - ids[last]! - 1) * dimension + rows.length, query, norm);
    }
    return scores;
  }
}

const continues = (ids: readonly number[], first: number, last: number): boolean =>
  last + 1 < ids.length && ids[last + 1]! - ids[last]! <= runGap && ids[last + 1]! - ids[first]! < runRows;

/** Codes of some rows in a memory of their own, with room for queries before them and products behind. */
class Block {
  readonly #memory: WebAssembly.Memory;
  readonly #bounds: Float32Array;
  readonly #largest: [factor: number, error: number][]; // of each piece of rows
  readonly #scans = new Map<number, Scan>();
  readonly #codesAt: number;
  readonly #outAt: number;

  constructor(
    path: string,
    files: {codes: number; bounds: number},
    private readonly from: number,
    private readonly to: number,
    private readonly stride: number
  ) {
    const length = (to - from) * stride;
    this.#codesAt = 2 * mostQueries * stride;
    this.#outAt = this.#codesAt + length;
    const pages = Math.ceil((this.#outAt + 4 * mostQueries * rowsAtOnce) / 65_536);
    this.#memory = new WebAssembly.Memory({initial: pages});
    this.#bounds = new Float32Array(2 * (to - from));
    readAll(files.codes, new Uint8Array(this.#memory.buffer, this.#codesAt, length), from * stride, path);
    readAll(files.bounds, this.#bounds, 8 * from, path);
    this.#largest = largestOf(this.#bounds);
  }

  scan(queries: readonly CodedQuery[], found: readonly Candidates[]): void {
    const {stride} = this;
    const values = queries.map((query) => query.values);
    new Int16Array(this.#memory.buffer, 0, queries.length * stride).set(packQueries(values, stride));
    const scan = this.#scanOf(queries.length);
    const products = new Int32Array(this.#memory.buffer, this.#outAt, queries.length * rowsAtOnce);
    for (let from = 0; from < this.to - this.from; from += rowsAtOnce) {
      const rows = Math.min(rowsAtOnce, this.to - this.from - from);
      scan(this.#codesAt + from * stride, rows, stride, 0, this.#outAt);
      queries.forEach((query, j) => this.#collect(query, found[j]!, products.subarray(j), queries.length, from, rows));
    }
  }

  /**
   * Keeps the rows whose cosine can reach the k best so far. Most rows are passed over by their product alone: with the
   * largest factor and error of the piece it would not do.
   */
  #collect(
    {factor, error}: CodedQuery,
    found: Candidates,
    products: Int32Array,
    step: number,
    from: number,
    rows: number
  ): void {
    const bounds = this.#bounds;
    const [largestFactor, largestError] = this.#largest[from / rowsAtOnce]!;
    const margin = found.least - (largestError * (1 + error) + error + slack);
    const leastProduct = margin > 0 ? margin / (factor * largestFactor) : -Infinity;
    const first = this.from + from;
    for (let row = 0; row < rows; row++) {
      const product = products[row * step]!;
      if (product < leastProduct) continue;
      const bound = 2 * (from + row);
      const approximate = product * factor * bounds[bound]!;
      const off = bounds[bound + 1]! * (1 + error) + error + slack;
      if (approximate + off >= found.least) found.add(first + row, approximate, off);
    }
  }

  #scanOf(queries: number): Scan {
    let scan = this.#scans.get(queries);
    if (scan === undefined) this.#scans.set(queries, (scan = createScan(this.#memory, queries)));
    return scan;
  }
}

function largestOf(bounds: Float32Array): [factor: number, error: number][] {
  const pieces = Math.ceil(bounds.length / 2 / rowsAtOnce);
  return Array.from({length: pieces}, (_, piece) => {
    const largest: [number, number] = [0, 0];
    const last = Math.min(bounds.length, 2 * (piece + 1) * rowsAtOnce);
    for (let i = 2 * piece * rowsAtOnce; i < last; i++) largest[i % 2] = Math.max(largest[i % 2]!, bounds[i]!);
    return largest;
  });
}

const slack = 1e-10; // rounding of the doubles above
