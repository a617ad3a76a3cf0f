import {availableParallelism, totalmem} from "node:os";
import {settleAll} from "../../util/settle.js";
import {stepsInTurn} from "../../util/steps.js";
import {Thread} from "../../util/thread.js";
import {UserError} from "../../util/user-error.js";
import {mergeRows, type BestRows} from "./best-rows.js";
import {kthBest} from "./best.js";
import {candidateBytes} from "./candidates.js";
import {findNotFinite} from "./cosine.js";
import {maxQueries} from "./scan-kernel.js";
import {Searcher, type Scanned} from "./searcher.js";
import {
  bytesHeld,
  closeStreamed,
  readersAtOnce,
  shareCodes,
  startPasses,
  streamCodes,
  type RowRange,
  type SharedCodes
} from "./shared-codes.js";
import {readHeader} from "./vector-file.js";
import {barOf, mostOf, type Wanted} from "./wanted.js";

export interface Neighbours {
  ids: Uint32Array; // row numbers, best first; equal cosines by lower number
  scores: Float32Array; // cosines; 0 where the row or the query is zero
}

export interface TopOptions {
  ties?: boolean; // also every further row whose cosine equals the k-th exactly (defaults to false)
  further?: Wanted["further"]; // also rows like the query that are not among the k best (defaults to none)
}

/** Exact nearest neighbours by cosine, in double precision. */
export interface Nearest {
  readonly count: number;
  readonly dimension: number;
  /**
   * The k rows of highest cosine with each query (queries x dimension, row by row); all rows where there are fewer.
   * Rows that hold the same numbers have the same score, to the last bit. Throws a UserError for NaN in a query.
   */
  top(queries: Float32Array, k: number, options?: TopOptions): Promise<Neighbours[]>;
  /** The same with cosines in double precision, such as for merging what was found in other rows. */
  best(queries: Float32Array, wanted: Wanted): Promise<BestRows[]>;
  /** Ends its threads once the searches that were asked for are done. */
  close(): Promise<void>;
}

export interface NearestOptions {
  threads?: number; // defaults to the number of cores, at most 8; two more where codes are streamed
  memory?: number; // bytes for codes: more are streamed from disk (defaults to half of what the process may use)
  rows?: RowRange; // alone that are searched (defaults to all)
}

const bytesPerThread = 4 << 20; // fewer codes than this are searched without a thread
const maxThreads = 8;
const queriesAtOnce = 64;
const bytesForCandidates = 256 << 20; // of all threads and queries of a pass

/** Opens a vector file that was written with codes. Throws a UserError where it is missing, not whole or not coded. */
export async function openNearest(path: string, options: NearestOptions = {}): Promise<Nearest> {
  const {count, dimension} = readCodedHeader(path);
  const fits = bytesHeld(path, options.rows) <= (options.memory ?? defaultMemory());
  const {codes, parts} = fits ? openHeld(path, options) : openStreamed(path, options);
  const close = async (): Promise<void> => {
    await Promise.all(parts.map((part) => part.close()));
    closeStreamed(codes);
  };
  try {
    await settleAll(parts.map((part) => part.read()));
  } catch (error) {
    await close();
    throw error;
  }
  let last: Promise<unknown> = Promise.resolve();
  const best = (queries: Float32Array, wanted: Wanted): Promise<BestRows[]> => {
    const result = last.then(() => search(codes, parts, split(queries, dimension), wanted));
    last = result.catch(() => undefined); // one search at a time: a part remembers what its last scan found
    return result;
  };
  return {count, dimension, best, top: topOf(best), close: () => last.then(close)};
}

/** The header of vectors that can be searched. Throws a UserError where there are none. */
export function readCodedHeader(path: string): {count: number; dimension: number} {
  const {count, dimension, coded} = readHeader(path);
  if (!coded) throw new UserError("vectors without codes: make the index again", {file: path});
  return {count, dimension};
}

/** `top` by way of `best`. */
export const topOf =
  (best: Nearest["best"]): Nearest["top"] =>
  async (queries, k, {ties = false, further = null} = {}) => {
    const found = await best(queries, {k, ties, further});
    return found.map(({ids, scores}) => ({ids, scores: Float32Array.from(scores)}));
  };

const defaultThreads = (): number => Math.min(availableParallelism(), maxThreads);

/** Half of the memory of the machine, or of the limit that was set for this process or its job on Slurm. */
function defaultMemory(): number {
  const limit = process.constrainedMemory() || Infinity; // 0: none
  const ofJob = Number(process.env.SLURM_MEM_PER_NODE) * 2 ** 20 || Infinity; // 0: all of the node
  return Math.min(totalmem(), limit, ofJob) / 2;
}

interface Opened {
  codes: SharedCodes;
  parts: Part[];
}

function openHeld(path: string, {threads = defaultThreads(), rows}: NearestOptions): Opened {
  const wanted = Math.max(1, Math.min(threads, Math.floor(bytesHeld(path, rows) / bytesPerThread)));
  const codes = shareCodes(path, wanted, queriesAtOnce / maxQueries, {rows});
  const parts = Array.from({length: wanted}, (_, i) => (i < wanted - 1 ? inThread(codes, i) : here(codes, i)));
  return {codes, parts};
}

/** More threads than cores: some read while others compute. None of them is this one, which would wait for the disk. */
function openStreamed(path: string, {threads = readersAtOnce + defaultThreads(), rows}: NearestOptions): Opened {
  const codes = streamCodes(path, threads, queriesAtOnce, rows);
  return {codes, parts: codes.memories.map((_, i) => inThread(codes, i))};
}

/** One thread's part of every search. */
interface Part {
  read(): Promise<void>;
  scan(queries: Float32Array[], wanted: Wanted, share: number): Promise<Scanned[]>;
  rankRest(least: Float64Array): Promise<BestRows[]>;
  close(): Promise<void>;
}

/** This thread's own part: it works, in turn with all else it has to do, while it would wait for the others. */
function here(codes: SharedCodes, thread: number): Part {
  const searcher = new Searcher(codes, thread);
  return {
    read: () => stepsInTurn(searcher.read()),
    scan: (queries, wanted, share) => stepsInTurn(searcher.scan(queries, wanted, share)),
    rankRest: (least) => stepsInTurn(searcher.rankRest(least)),
    close: async () => searcher.close()
  };
}

function inThread(codes: SharedCodes, place: number): Part {
  const thread = new Thread(new URL("./searcher-worker.ts", import.meta.url));
  return {
    read: () => thread.call("read", {codes, thread: place}),
    scan: (queries, wanted, share) => thread.call("scan", {queries, wanted, share}),
    rankRest: (least) => thread.call("rankRest", least),
    close: () => thread.close()
  };
}

async function search(
  codes: SharedCodes,
  parts: readonly Part[],
  queries: Float32Array[],
  wanted: Wanted
): Promise<BestRows[]> {
  const {k} = wanted;
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`bad k: ${k}; expected a whole number from 1`);
  const found: BestRows[] = [];
  const atOnce = queriesOf(parts.length, wanted);
  for (let from = 0; from < queries.length; from += atOnce)
    found.push(...(await searchSome(codes, parts, queries.slice(from, from + atOnce), wanted)));
  return found;
}

/** Queries of one pass: as many as find room for their candidates. */
function queriesOf(parts: number, wanted: Wanted): number {
  const fit = Math.floor(bytesForCandidates / (parts * candidateBytes(wanted)));
  return Math.max(maxQueries, Math.min(queriesAtOnce, fit - (fit % maxQueries)));
}

async function searchSome(
  codes: SharedCodes,
  parts: readonly Part[],
  queries: Float32Array[],
  wanted: Wanted
): Promise<BestRows[]> {
  startPasses(codes);
  const share = Math.ceil(wanted.k / parts.length);
  const best = await settleAll(parts.map((part) => part.scan(queries, wanted, share)));
  const reached = (i: number) => best.flatMap((part) => [part[i]!.scores, part[i]!.atLeast]);
  const least = Float64Array.from(queries, (_, i) => leastOf(reached(i), wanted));
  const rest = await settleAll(parts.map((part) => part.rankRest(least)));
  return queries.map((_, i) => {
    const ofQuery = [...best, ...rest].map((part) => part[i]!);
    const scores = ofQuery.map((part) => part.scores);
    return mergeRows(ofQuery, wanted, leastOf(scores, wanted));
  });
}

/** The least cosine of a row that is wanted, by what is known of some. */
const leastOf = (values: readonly Float64Array[], wanted: Wanted): number =>
  barOf(wanted, kthOfAll(values, wanted.k), wanted.further === null ? 0 : kthOfAll(values, mostOf(wanted)));

/** The k-th best of the values of all parts; -Infinity where there are fewer. */
function kthOfAll(parts: readonly Float64Array[], k: number): number {
  const all = new Float64Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return kthBest(all, k);
}

function split(queries: Float32Array, dimension: number): Float32Array[] {
  if (queries.length % dimension !== 0)
    throw new UserError(`queries of another dimension: ${queries.length} values; expected vectors of ${dimension}`);
  const bad = findNotFinite(queries);
  if (bad >= 0)
    throw new UserError(`query vector ${Math.floor(bad / dimension)} holds ${queries[bad]}: expected finite numbers`);
  return Array.from({length: queries.length / dimension}, (_, i) => queries.slice(i * dimension, (i + 1) * dimension));
}
