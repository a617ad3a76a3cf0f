import {availableParallelism, totalmem} from "node:os";
import {settleAll} from "../../util/settle.js";
import {stepsInTurn} from "../../util/steps.js";
import {Thread} from "../../util/thread.js";
import {UserError} from "../../util/user-error.js";
import {kthBest} from "./best.js";
import {strideOf} from "./codes.js";
import {findNotFinite} from "./cosine.js";
import {maxQueries} from "./scan-kernel.js";
import {Searcher, type Ranked, type Scanned} from "./searcher.js";
import {bytesHeld, shareCodes, startPasses, streamCodes, type SharedCodes} from "./shared-codes.js";
import {readHeader} from "./vector-file.js";

export interface Neighbours {
  ids: Uint32Array; // row numbers, best first; equal cosines by lower number
  scores: Float32Array; // cosines; 0 where the row or the query is zero
}

export interface TopOptions {
  ties?: boolean; // also every further row whose cosine equals the k-th exactly (defaults to false)
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
  /** Ends its threads once the searches that were asked for are done. */
  close(): Promise<void>;
}

export interface NearestOptions {
  threads?: number; // defaults to the number of cores, at most 8; twice as many where codes are streamed
  memory?: number; // bytes for codes: more are streamed from disk (defaults to half of what the process may use)
}

const bytesPerThread = 4 << 20; // fewer codes than this are searched without a thread
const maxThreads = 8;
const queriesAtOnce = 64;

/** Opens a vector file that was written with codes. Throws a UserError where it is missing, not whole or not coded. */
export async function openNearest(path: string, options: NearestOptions = {}): Promise<Nearest> {
  const {count, dimension, coded} = readHeader(path);
  if (!coded) throw new UserError("vectors without codes: make the index again", {file: path});
  const fits = bytesHeld(path) <= (options.memory ?? defaultMemory());
  const {codes, parts} = fits ? openHeld(path, options) : openStreamed(path, options);
  const close = async () => void (await Promise.all(parts.map((part) => part.close())));
  try {
    await settleAll(parts.map((part) => part.read()));
  } catch (error) {
    await close();
    throw error;
  }
  let last: Promise<unknown> = Promise.resolve();
  return {
    count,
    dimension,
    top: (queries, k, {ties = false} = {}) => {
      const result = last.then(() => search(codes, parts, split(queries, dimension), k, ties));
      last = result.catch(() => undefined); // one search at a time: a part remembers what its last scan found
      return result;
    },
    close: () => last.then(close)
  };
}

const defaultThreads = (): number => Math.min(availableParallelism(), maxThreads);

/** Half of the memory of the machine, or of the limit that was set for this process. */
function defaultMemory(): number {
  const limit = process.constrainedMemory() || Infinity; // 0: none
  return Math.min(totalmem(), limit) / 2;
}

interface Opened {
  codes: SharedCodes;
  parts: Part[];
}

function openHeld(path: string, {threads = defaultThreads()}: NearestOptions): Opened {
  const {count, dimension} = readHeader(path);
  const wanted = Math.max(1, Math.min(threads, Math.floor((count * strideOf(dimension)) / bytesPerThread)));
  const codes = shareCodes(path, wanted, queriesAtOnce / maxQueries);
  const parts = Array.from({length: wanted}, (_, i) => (i < wanted - 1 ? inThread(codes, i) : here(codes, i)));
  return {codes, parts};
}

/** More threads than cores: some read while others compute. None of them is this one, which would wait for the disk. */
function openStreamed(path: string, {threads = 2 * defaultThreads()}: NearestOptions): Opened {
  const codes = streamCodes(path, threads, queriesAtOnce);
  return {codes, parts: codes.memories.map((_, i) => inThread(codes, i))};
}

/** One thread's part of every search. */
interface Part {
  read(): Promise<void>;
  scan(queries: Float32Array[], k: number, share: number): Promise<Scanned[]>;
  rankRest(least: Float64Array): Promise<Ranked[]>;
  close(): Promise<void>;
}

/** This thread's own part: it works, in turn with all else it has to do, while it would wait for the others. */
function here(codes: SharedCodes, thread: number): Part {
  const searcher = new Searcher(codes, thread);
  return {
    read: () => stepsInTurn(searcher.read()),
    scan: (queries, k, share) => stepsInTurn(searcher.scan(queries, k, share)),
    rankRest: (least) => stepsInTurn(searcher.rankRest(least)),
    close: async () => searcher.close()
  };
}

function inThread(codes: SharedCodes, place: number): Part {
  const thread = new Thread(new URL("./searcher-worker.ts", import.meta.url));
  return {
    read: () => thread.call("read", {codes, thread: place}),
    scan: (queries, k, share) => thread.call("scan", {queries, k, share}),
    rankRest: (least) => thread.call("rankRest", least),
    close: () => thread.close()
  };
}

async function search(
  codes: SharedCodes,
  parts: readonly Part[],
  queries: Float32Array[],
  k: number,
  ties: boolean
): Promise<Neighbours[]> {
  const found: Neighbours[] = [];
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`bad k: ${k}; expected a whole number from 1`);
  for (let from = 0; from < queries.length; from += queriesAtOnce)
    found.push(...(await searchSome(codes, parts, queries.slice(from, from + queriesAtOnce), k, ties)));
  return found;
}

async function searchSome(
  codes: SharedCodes,
  parts: readonly Part[],
  queries: Float32Array[],
  k: number,
  ties: boolean
): Promise<Neighbours[]> {
  startPasses(codes);
  const share = Math.ceil(k / parts.length);
  const best = await settleAll(parts.map((part) => part.scan(queries, k, share)));
  const reached = (i: number) => best.flatMap((part) => [part[i]!.scores, part[i]!.atLeast]);
  const least = Float64Array.from(queries, (_, i) => kthOfAll(reached(i), k));
  const rest = await settleAll(parts.map((part) => part.rankRest(least)));
  return queries.map((_, i) =>
    merge(
      [...best, ...rest].map((part) => part[i]!),
      k,
      ties
    )
  );
}

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

function merge(parts: readonly Ranked[], k: number, ties: boolean): Neighbours {
  const least = kthOfAll(
    parts.map(({scores}) => scores),
    k
  );
  const all: {id: number; score: number}[] = [];
  for (const {ids, scores} of parts)
    for (const [i, score] of scores.entries()) if (score >= least) all.push({id: ids[i]!, score});
  all.sort((a, b) => b.score - a.score || a.id - b.id);
  const kept = ties ? all : all.slice(0, k);
  return {ids: Uint32Array.from(kept, ({id}) => id), scores: Float32Array.from(kept, ({score}) => score)};
}

function split(queries: Float32Array, dimension: number): Float32Array[] {
  if (queries.length % dimension !== 0)
    throw new UserError(`queries of another dimension: ${queries.length} values; expected vectors of ${dimension}`);
  const bad = findNotFinite(queries);
  if (bad >= 0)
    throw new UserError(`query vector ${Math.floor(bad / dimension)} holds ${queries[bad]}: expected finite numbers`);
  return Array.from({length: queries.length / dimension}, (_, i) => queries.slice(i * dimension, (i + 1) * dimension));
}
