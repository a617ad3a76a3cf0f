import {mergeRows, type BestRows} from "../vectors/best-rows.js";
import {topOf, type Nearest} from "../vectors/nearest.js";
import {covers, type Wanted} from "../vectors/wanted.js";
import {readRows} from "./found-file.js";
import {foundIn, type FoundIn} from "./found-folder.js";
import {vectorHash} from "./vector-hash.js";

const leastWanted: Wanted = {k: 1, ties: false, further: null};

/**
 * An index whose searches are answered with what units found in shares of its rows, merged: the same rows and cosines,
 * to the last bit. What they did not search for, all of it or with other settings, is searched for in the index.
 */
export function nearestOfFound(index: Nearest, folder: string, of: string): Nearest {
  const places = placesOf([...foundIn(folder, of, leastWanted)], index.count);
  if (places.size === 0) return index;
  const best = async (queries: Float32Array, wanted: Wanted): Promise<BestRows[]> => {
    const {dimension} = index;
    const results: (BestRows | undefined)[] = [];
    const missing: number[] = [];
    for (let i = 0; i * dimension < queries.length; i++) {
      const shares = places.get(vectorHash(queries.subarray(i * dimension, (i + 1) * dimension)));
      const own = shares?.find((each) => each.every(({file}) => covers(file.wanted, wanted)));
      results[i] =
        own &&
        mergeRows(
          own.map(({file, query}) => readRows(file.path, query)),
          wanted
        );
      if (own === undefined) missing.push(i);
    }
    if (missing.length > 0) {
      const rest = new Float32Array(missing.length * dimension);
      for (const [at, i] of missing.entries())
        rest.set(queries.subarray(i * dimension, (i + 1) * dimension), at * dimension);
      (await index.best(rest, wanted)).forEach((found, at) => (results[missing[at]!] = found));
    }
    return results as BestRows[];
  };
  return {...index, best, top: topOf(best)};
}

/** What was found for one vector in one share. */
interface Place {
  file: FoundIn;
  query: FoundIn["queries"][number];
}

/** Of each vector, by its hash, the divisions of the rows in all shares of which it was searched for. */
function placesOf(files: readonly FoundIn[], count: number): Map<string, Place[][]> {
  const found = new Map<string, Map<string, Place[]>>(); // by hash, and by how the rows were divided and what was wanted
  for (const file of files)
    for (const query of file.queries) {
      const divisions = found.get(query.hash) ?? new Map<string, Place[]>();
      const key = `${file.share.parts} ${JSON.stringify(file.wanted)}`;
      const others = (divisions.get(key) ?? []).filter((place) => place.file.share.part !== file.share.part);
      found.set(query.hash, divisions.set(key, [...others, {file, query}]));
    }
  return new Map(
    [...found].map(([hash, divisions]) => [hash, [...divisions.values()].filter((places) => isWhole(places, count))])
  );
}

/** Whether the shares are all rows. */
function isWhole(places: readonly Place[], count: number): boolean {
  const ranges = places.map(({file}) => file.rows).toSorted((a, b) => a.from - b.from || a.to - b.to);
  let at = 0;
  for (const {from, to} of ranges) {
    if (from !== at) return false;
    at = to;
  }
  return at === count;
}
