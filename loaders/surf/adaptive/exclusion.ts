import type {AdaptiveSearch} from "./adaptive-search.js";
import {anytimeUpperBound} from "./interval.js";
import {exclusionShare} from "./constants.js";
import {isExplained, type Count} from "./observations.js";

/** Something that the trials of a search rule out, with 95% confidence. */
export interface Exclusion {
  kind: "attribute" | "pair" | "query";
  tests: number; // distinct queries that each of the sets was met in at least; for `query`: queries drawn uniformly
  sets: number; // how many attributes or pairs that is
  share: number; // of the pool's attributes or pairs, by how often its rows have them, 0-1
  rate: number; // none of them fails more often
}

/**
 * What a search excludes: no attribute, outside the regions found, that was met often enough fails above one rate, no
 * pair above another, and at most a third share of uniformly drawn queries. Each is the highest of the upper bounds of
 * all the sets it speaks of. That is valid for all of them together without a correction: the statement is wrong only
 * where the bound of the very set with the highest rate is too low, which has a probability of at most 5% (an
 * intersection-union test). The bounds hold at any moment, so it does not matter when the search ends.
 */
export function exclusionsOf(search: AdaptiveSearch): Exclusion[] {
  return [ofAttributes(search), ofPairs(search), ofQueries(search)].filter((each) => each !== null);
}

/** The attributes that were met so often that they make up four fifths of the pool, by its rows. */
function ofAttributes({pool, posterior, regions}: AdaptiveSearch): Exclusion | null {
  const found = new Set(regions.filter(({core}) => core.length === 1).flatMap(({core}) => core));
  const records = [...posterior.n.entries()]
    .filter(([id]) => !found.has(id))
    .map(([id, n]) => ({n, violations: posterior.violations[id]!, weight: pool.rowsOf(id).length}));
  return exclusionOf("attribute", records, pool.entries);
}

/** The same of pairs, among those that were tested. */
function ofPairs({pool, observations}: AdaptiveSearch): Exclusion | null {
  const counts = new Map<number, Count>();
  for (const observation of observations.all) {
    const {attributes, outcome} = observation;
    if (outcome === null || isExplained(observation)) continue;
    for (let i = 1; i < attributes.length; i++)
      for (let j = 0; j < i; j++) {
        const key = Math.min(attributes[i]!, attributes[j]!) * pool.size + Math.max(attributes[i]!, attributes[j]!);
        const count = counts.get(key) ?? {n: 0, violations: 0};
        count.n++;
        count.violations += outcome;
        counts.set(key, count);
      }
  }
  const records = [...counts].map(([key, count]) => ({
    ...count,
    weight: pool.cooccurrence.of(Math.floor(key / pool.size), key % pool.size)
  }));
  return exclusionOf("pair", records, pool.cooccurrence.total);
}

interface SetRecord extends Count {
  weight: number; // rows of the pool that have the set
}

/** What the sets exclude that were met most often: as many as make up four fifths of the weight of all of them. */
function exclusionOf(kind: "attribute" | "pair", records: readonly SetRecord[], total: number): Exclusion | null {
  if (total === 0) return null; // no row of the pool has two attributes
  const wanted = exclusionShare * records.reduce((sum, {weight}) => sum + weight, 0);
  const ranked = records.filter(({n}) => n > 0).sort((a, b) => b.n - a.n);
  let weight = 0;
  let tests = 0;
  for (const record of ranked) {
    if (weight >= wanted) break;
    weight += record.weight;
    tests = record.n;
  }
  const included = ranked.filter(({n}) => n >= tests);
  if (included.length === 0) return null;
  const bounds = new Map<string, number>(); // few different records
  for (const {n, violations} of included) {
    const key = `${n}/${violations}`;
    if (!bounds.has(key)) bounds.set(key, anytimeUpperBound({n, violations}));
  }
  const share = Math.min(1, included.reduce((sum, each) => sum + each.weight, 0) / total);
  return {kind, tests, sets: included.length, share, rate: Math.max(...bounds.values())};
}

/** Queries of the control arm: what a uniform draw meets. */
function ofQueries({observations}: AdaptiveSearch): Exclusion | null {
  const control = observations.all.flatMap(({purpose, outcome}) => (purpose === "control" ? (outcome ?? []) : []));
  if (control.length === 0) return null;
  const violations = control.reduce((sum, outcome) => sum + outcome, 0);
  const rate = anytimeUpperBound({n: control.length, violations});
  return {kind: "query", tests: control.length, sets: 1, share: 1, rate};
}
