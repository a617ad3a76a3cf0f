import {availableParallelism} from "node:os";
import {Thread} from "../../util/thread.js";
import {UserError} from "../../util/user-error.js";
import {kthBest} from "./best.js";
import {strideOf} from "./codes.js";
import {findNotFinite} from "./cosine.js";
import {Shard, type Ranked, type ShardSpec} from "./shard.js";
import {evenBlocks, readHeader} from "./vector-file.js";

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
  close(): Promise<void>;
}

export interface NearestOptions {
  threads?: number; // defaults to the number of cores, at most 8
}

const bytesPerThread = 4 << 20; // fewer codes than this are searched without a thread
const mostThreads = 8;
const queriesAtOnce = 64;

/** Opens a vector file that was written with codes. Throws a UserError where it is missing, not whole or not coded. */
export async function openNearest(path: string, {threads = defaultThreads()}: NearestOptions = {}): Promise<Nearest> {
  const {count, dimension, coded} = readHeader(path);
  if (!coded) throw new UserError("vectors without codes: make the index anew", {file: path});
  const wanted = Math.min(threads, Math.floor((count * strideOf(dimension)) / bytesPerThread));
  const parts = wanted < 1 ? [here({path, from: 0, to: count})] : await inThreads(path, count, wanted);
  const search = createSearch(parts, dimension);
  return {
    count,
    dimension,
    top: search,
    close: async () => void (await Promise.all(parts.map((part) => part.close())))
  };
}

const defaultThreads = (): number => Math.min(availableParallelism(), mostThreads);

/** A shard, wherever it lives. */
interface Part {
  scan(queries: Float32Array[], k: number): Promise<Float64Array[]>;
  rankBest(least: Float64Array): Promise<Ranked[]>;
  rankRest(least: Float64Array): Promise<Ranked[]>;
  close(): Promise<void>;
}

function here(spec: ShardSpec): Part {
  const shard = new Shard(spec);
  return {
    scan: async (queries, k) => shard.scan(queries, k),
    rankBest: async (least) => shard.rankBest(least),
    rankRest: async (least) => shard.rankRest(least),
    close: async () => shard.close()
  };
}

async function inThreads(path: string, count: number, threads: number): Promise<Part[]> {
  const ranges = evenBlocks(count, Math.ceil(count / threads));
  return Promise.all(
    ranges.map(async (range): Promise<Part> => {
      const thread = new Thread(new URL("./shard-worker.ts", import.meta.url));
      await thread.call("open", {path, ...range});
      return {
        scan: (queries, k) => thread.call("scan", {queries, k}),
        rankBest: (least) => thread.call("rankBest", least),
        rankRest: (least) => thread.call("rankRest", least),
        close: () => thread.close()
      };
    })
  );
}

/** One search at a time: a shard remembers what its last scan found. */
function createSearch(parts: readonly Part[], dimension: number): Nearest["top"] {
  let last: Promise<unknown> = Promise.resolve();
  return (queries, k, {ties = false} = {}) => {
    const result = last.then(() => search(parts, split(queries, dimension), k, ties));
    last = result.catch(() => undefined);
    return result;
  };
}

async function search(
  parts: readonly Part[],
  queries: Float32Array[],
  k: number,
  ties: boolean
): Promise<Neighbours[]> {
  const found: Neighbours[] = [];
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`bad k: ${k}; expected a whole number from 1`);
  for (let from = 0; from < queries.length; from += queriesAtOnce)
    found.push(...(await searchSome(parts, queries.slice(from, from + queriesAtOnce), k, ties)));
  return found;
}

async function searchSome(
  parts: readonly Part[],
  queries: Float32Array[],
  k: number,
  ties: boolean
): Promise<Neighbours[]> {
  const scanned = await Promise.all(parts.map((part) => part.scan(queries, k)));
  const byCodes = Float64Array.from(queries, (_, i) => kthOfAll(scanned.map((part) => part[i]!), k)); // prettier-ignore
  const best = await Promise.all(parts.map((part) => part.rankBest(byCodes)));
  const exact = Float64Array.from(queries, (_, i) => kthOfAll(best.map((part) => part[i]!.scores), k)); // prettier-ignore
  const rest = await Promise.all(parts.map((part) => part.rankRest(exact)));
  return queries.map((_, i) => merge([...best, ...rest].map((part) => part[i]!), k, ties)); // prettier-ignore
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
  const least = kthOfAll(parts.map(({scores}) => scores), k); // prettier-ignore
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
