import type {AttributePool} from "../../corpus/pools/attribute-pool.js";
import type {AdaptiveSearch} from "./adaptive-search.js";
import type {FoundRegion} from "./found-region.js";
import {firstOfMeaning} from "./paraphrases.js";
import type {Observations} from "./observations.js";
import {countAttributes, countPairs, type AttributeCounts, type PairCount} from "./set-counts.js";

/** A candidate by its run (from 0) and its place among the candidates of that run. */
export interface CandidatePlace {
  run: number;
  index: number;
}

/** A region by the names of its attributes, counted by flags. */
export interface RegionSnapshot extends Omit<FoundRegion, "core" | "sample" | "ablations"> {
  attributes: string[];
  meaning: string[]; // attributes of the first region of the same meaning; its own where it is that
  sample: CandidatePlace[]; // the candidates that estimate its rate
  n: number; // of these, scored
  violations: number; // scored above the threshold
  score: number | null; // mean of these
  candidates: number; // of the search, asked to have all of it
  ablations: {attribute: string; n: number; violations: number}[];
}

/** Trials of a set of attributes in candidates that no region explains, counted by flags. */
export interface SetCount {
  attributes: string[];
  n: number;
  violations: number;
  share: number; // of all candidates, explained or not
}

/**
 * What an adaptive search had found when this was taken; it does not change while the search goes on. Violations are
 * counted by the threshold alone, whatever cutoff the search uses, so that tables say what scores say.
 */
export class SearchSnapshot {
  readonly regions: RegionSnapshot[];
  readonly #attributes: AttributeCounts;
  readonly #pairs: PairCount[];
  readonly #uses: Uint32Array;
  readonly #asked: number;

  constructor(
    {observations, posterior, regions, pool: index}: AdaptiveSearch,
    private readonly pool: AttributePool,
    places: readonly CandidatePlace[]
  ) {
    const cores = regions.map(({core}) => core);
    const meanings = firstOfMeaning(cores, index).map((first) => cores[first]!);
    this.regions = regions.map((region, i) => toSnapshot(region, meanings[i]!, observations, pool, places));
    const explained = posterior.explainedBy(cores);
    this.#attributes = countAttributes(observations, explained);
    this.#pairs = countPairs(observations, explained);
    this.#uses = observations.uses.slice();
    this.#asked = observations.all.length;
  }

  /** Attributes that were tested, then the pairs with more than one violation. */
  *setCounts(): Generator<SetCount> {
    const {n, violations} = this.#attributes;
    for (const [id, attribute] of this.pool.attributes.entries())
      if (this.#uses[id]! > 0)
        yield {
          attributes: [attribute],
          n: n[id]!,
          violations: violations[id]!,
          share: this.#uses[id]! / this.#asked
        };
    for (const {pair, n, violations, asked} of this.#pairs)
      yield {attributes: pair.map((id) => this.pool.attributes[id]!), n, violations, share: asked / this.#asked};
  }
}

function toSnapshot(
  {core, sample, ablations, ...rest}: FoundRegion,
  meaning: readonly number[],
  observations: Observations,
  {attributes}: AttributePool,
  places: readonly CandidatePlace[]
): RegionSnapshot {
  const scores = sample.flatMap((i) => observations.all[i]!.score ?? []);
  const nameOf = (id: number) => attributes[id]!;
  return {
    ...rest,
    ...observations.countFlags(sample),
    attributes: core.map(nameOf),
    meaning: meaning.map(nameOf),
    sample: sample.map((i) => places[i]!),
    score: scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length,
    candidates: observations.indicesWith(core).length,
    ablations: ablations.map(({attribute, sample}) => ({
      attribute: nameOf(attribute),
      ...observations.countFlags(sample)
    }))
  };
}
