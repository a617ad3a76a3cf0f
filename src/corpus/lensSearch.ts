import {blockParameters, blockSql, type LensCell, type LensQuery} from "./phrases.js";
import {rowsOf, type Database} from "../ui/database.js";

const rowsPerBlock = 2000;
const timeLimitInMs = 30_000;

/** What a search over the pairs found. */
export interface LensResult {
  cells: LensCell[];
  ids: number[]; // of the pairs with the phrase on some side, ascending
  searched: number; // pairs
  total: number;
}

export interface LensOptions {
  signal: AbortSignal;
  onProgress: (searched: number, total: number) => void;
}

/**
 * Looks for a phrase in all pairs, a block of rows at a time: the page hears of progress, a newer search can take over,
 * and one that takes too long ends with what it has seen. Rejects when the expression is not valid.
 */
export async function searchPairs(
  db: Database,
  query: LensQuery,
  {signal, onProgress}: LensOptions
): Promise<LensResult> {
  const [counted] = await rowsOf<{total: number; end: number}>(
    db,
    "SELECT count(*)::INT AS total, coalesce(max(id), -1)::INT + 1 AS end FROM corpus_pairs"
  );
  const {total, end} = counted!;
  const sums = new Map<string, LensCell>();
  const ids: number[] = [];
  const start = performance.now();
  let searched = 0;
  for (let from = 0; from < end; from += rowsPerBlock) {
    const rows = await rowsOf<LensCell & {ids: Iterable<number> | null}>(
      db,
      blockSql(query.feature !== null),
      blockParameters(query, from, from + rowsPerBlock)
    );
    signal.throwIfAborted();
    for (const {ids: found, ...cell} of rows) {
      const key = JSON.stringify([cell.source, cell.inQuery, cell.inResponse, cell.feature]);
      const sum = sums.get(key);
      if (sum === undefined) sums.set(key, cell);
      else sum.pairs += cell.pairs;
      searched += cell.pairs;
      for (const id of found ?? []) ids.push(id);
    }
    onProgress(searched, total);
    if (performance.now() - start > timeLimitInMs) break;
  }
  return {cells: [...sums.values()], ids: ids.sort((a, b) => a - b), searched, total};
}

/** A pair that has the phrase, with what matched on each side; "" where nothing did. */
export interface LensHit {
  id: number;
  source: string;
  query: string;
  response: string;
  in_query: string;
  in_response: string;
}

/** Pairs by their ids, with what the expression found in each. */
export const lensHits = (db: Database, regex: string, options: string, ids: readonly number[]): Promise<LensHit[]> =>
  rowsOf(
    db,
    `SELECT id, source::VARCHAR AS source, query, response, regexp_extract(query, ?, 0, '${options}') AS in_query,
       regexp_extract(response, ?, 0, '${options}') AS in_response
     FROM corpus_pairs WHERE id IN (${[-1, ...ids].join(", ")}) ORDER BY id`,
    [regex, regex]
  );
