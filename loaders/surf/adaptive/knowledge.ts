import {mean} from "../../../src/shared/statistics.js";
import type {AttributePool} from "../../corpus/pools/attribute-pool.js";
import type {AdaptiveSearch} from "./adaptive-search.js";
import {holds, type Evidence} from "./evidence.js";
import type {AdaptiveRegion} from "./region.js";
import {firstOfMeaning} from "./same-meaning.js";

/** A candidate by its run (from 0) and its place among the candidates of that run. */
export interface Place {
  run: number;
  index: number;
}

/** A region as tables show it. */
export interface KnownRegion extends Omit<AdaptiveRegion, "core" | "fresh" | "without"> {
  attributes: string[];
  meaning: string[]; // attributes of the first region that says the same in other words; its own where it is that
  fresh: Place[];
  n: number; // of these, scored
  violations: number; // scored above the threshold
  score: number | null; // mean of these
  inside: number; // candidates of the search that were asked to have all of it
  without: {attribute: string; n: number; violations: number}[];
}

/** Trials of a set of attributes in candidates that no confirmed region explains. */
export interface Trials {
  attributes: string[];
  n: number;
  violations: number;
  share: number; // of all candidates, explained or not
}

const mostPairs = 300;

/** What an adaptive search knew when this was made; the search may go on meanwhile. */
export class Knowledge {
  readonly regions: KnownRegion[];
  readonly #uses: Uint32Array;
  readonly #trials: Uint32Array;
  readonly #violations: Uint32Array;
  readonly #asked: number;
  readonly #pairs: Trials[];

  constructor(
    search: AdaptiveSearch,
    private readonly pool: AttributePool,
    places: readonly Place[]
  ) {
    const {evidence} = search;
    evidence.readBy(evidence.threshold); // what is shown is counted by the threshold, however the search reads scores
    const cores = search.regions.map(({core}) => core);
    const meanings = firstOfMeaning(cores, search.pool).map((first) => cores[first]!);
    this.regions = search.regions.map((region, i) =>
      toRegion({...region, meaning: meanings[i]!}, evidence, pool, places)
    );
    evidence.count(cores);
    this.#uses = evidence.uses.slice();
    this.#trials = evidence.trials.slice();
    this.#violations = evidence.violations.slice();
    this.#asked = evidence.all.length;
    this.#pairs = pairsOf(search, pool);
  }

  /** Attributes that were tried, then the pairs that failed together more than once. */
  *trials(): Generator<Trials> {
    for (const [id, attribute] of this.pool.attributes.entries())
      if (this.#uses[id]! > 0)
        yield {
          attributes: [attribute],
          n: this.#trials[id]!,
          violations: this.#violations[id]!,
          share: this.#uses[id]! / this.#asked
        };
    yield* this.#pairs;
  }
}

function toRegion(
  {core, meaning, fresh, without, ...rest}: AdaptiveRegion & {meaning: readonly number[]},
  evidence: Evidence,
  {attributes}: AttributePool,
  places: readonly Place[]
): KnownRegion {
  const {all} = evidence;
  const scores = fresh.flatMap((i) => all[i]!.score ?? []);
  return {
    ...rest,
    ...evidence.tally(fresh),
    attributes: core.map((id) => attributes[id]!),
    meaning: meaning.map((id) => attributes[id]!),
    fresh: fresh.map((i) => places[i]!),
    score: mean(scores),
    inside: evidence.indicesOf(core[0]!).filter((i) => holds(all[i]!.attributes, core)).length,
    without: without.map(({attribute, fresh}) => ({attribute: attributes[attribute]!, ...evidence.tally(fresh)}))
  };
}

function pairsOf({evidence, regions}: AdaptiveSearch, {attributes}: AttributePool): Trials[] {
  const explained = evidence.explainedBy(regions.map(({core}) => core));
  const counts = new Map<string, {pair: [number, number]; violations: number}>();
  for (const [i, {attributes: set, violated}] of evidence.all.entries()) {
    if (violated !== true || explained.has(i)) continue;
    const sorted = [...set].sort((a, b) => a - b);
    for (let a = 1; a < sorted.length; a++)
      for (let b = 0; b < a; b++) {
        const key = `${sorted[b]}/${sorted[a]}`;
        const count = counts.get(key) ?? {pair: [sorted[b]!, sorted[a]!], violations: 0};
        count.violations++;
        counts.set(key, count);
      }
  }
  const most = [...counts.values()].filter(({violations}) => violations > 1);
  most.sort((a, b) => b.violations - a.violations); // stable: then in the order met
  return most.slice(0, mostPairs).map(({pair, violations}) => {
    const asked = evidence.indicesOf(pair[0]).filter((i) => evidence.all[i]!.attributes.includes(pair[1]));
    const n = asked.filter((i) => evidence.all[i]!.violated !== null && !explained.has(i)).length;
    return {attributes: pair.map((id) => attributes[id]!), n, violations, share: asked.length / evidence.all.length};
  });
}
