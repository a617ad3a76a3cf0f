import type {AttributePool} from "../../corpus/pools/attribute-pool.js";
import type {AdaptiveSearch} from "./adaptive-search.js";
import {includesAll} from "./attribute-set.js";
import {exclusionsOf, type Exclusion} from "./exclusion.js";
import type {ComparedRegion, RegionContrast} from "./contrast-pairs.js";
import type {FoundRegion} from "./found-region.js";
import {anytimeInterval} from "./interval.js";
import {firstOfMeaning} from "./paraphrases.js";
import {countPairs, type PairCount} from "./set-counts.js";

/** A candidate by its run (from 0) and its place among the candidates of that run. */
export interface CandidatePlace {
  run: number;
  index: number;
}

/** A rate over distinct queries. */
export interface MeasuredRate {
  n: number; // distinct queries with an outcome
  violations: number; // sum of their outcomes
  low: number; // 95%, at whatever moment one looks
  high: number;
}

/** A region by the names of its attributes. */
export interface RegionSnapshot extends Omit<FoundRegion, "core" | "sample" | "ablations">, MeasuredRate {
  attributes: string[];
  meaning: string[]; // attributes of the first region of the same meaning; its own where it is that
  sample: CandidatePlace[]; // the candidates that estimate its rate
  score: number | null; // mean of these
  candidates: number; // of the search, whose query has all of it
  share: number; // of the pool's rows that have all of it
  ablations: ({attribute: string} & MeasuredRate)[];
  contrast: (RegionContrast & {q: number}) | null; // null: there is no contrast model
}

/** Trials of a set of attributes in distinct queries that no region explains. */
export interface SetCount {
  attributes: string[];
  n: number;
  violations: number;
  share: number; // of all distinct queries, explained or not
}

/** What an adaptive search had found when this was taken; it does not change while the search goes on. */
export class SearchSnapshot {
  readonly regions: RegionSnapshot[];
  readonly exclusions: Exclusion[];
  readonly control: MeasuredRate; // of the control arm
  readonly bar: number; // the rate from which a set is a region
  readonly #n: Float64Array;
  readonly #violations: Float64Array;
  readonly #pairs: PairCount[];
  readonly #uses: Uint32Array;
  readonly #asked: number;

  constructor(
    search: AdaptiveSearch,
    private readonly pool: AttributePool,
    places: readonly CandidatePlace[],
    compared: ReadonlyMap<FoundRegion, ComparedRegion> | null = null // null: there is no contrast model
  ) {
    const {observations, posterior, pool: index} = search;
    const regions = search.regions.filter((region) => compared?.get(region)?.isOfTarget !== false);
    const cores = regions.map(({core}) => core);
    const meanings = firstOfMeaning(cores, index).map((first) => cores[first]!);
    const contrasts = regions.map((region) => contrastOf(compared?.get(region)));
    this.regions = regions.map((region, i) => ({
      ...toSnapshot(search, region, meanings[i]!, pool, places),
      contrast: contrasts[i]!
    }));
    this.bar = search.bar;
    this.exclusions = exclusionsOf(search);
    this.control = measure(
      search,
      [...observations.all.keys()].filter((i) => observations.all[i]!.purpose === "control")
    );
    this.#n = posterior.n.slice();
    this.#violations = posterior.violations.slice();
    this.#pairs = countPairs(observations);
    this.#uses = observations.uses.slice();
    this.#asked = observations.all.length;
  }

  /** Attributes that were tested, then the pairs with more than one violation. */
  *setCounts(): Generator<SetCount> {
    for (const [id, attribute] of this.pool.attributes.entries())
      if (this.#uses[id]! > 0)
        yield {
          attributes: [attribute],
          n: this.#n[id]!,
          violations: this.#violations[id]!,
          share: this.#uses[id]! / this.#asked
        };
    for (const {pair, n, violations, asked} of this.#pairs)
      yield {attributes: pair.map((id) => this.pool.attributes[id]!), n, violations, share: asked / this.#asked};
  }
}

function contrastOf(compared: ComparedRegion | undefined): RegionSnapshot["contrast"] {
  if (compared === undefined || compared.contrast === null || compared.q === null) return null;
  return {...compared.contrast, q: compared.q};
}

function toSnapshot(
  search: AdaptiveSearch,
  {core, sample, ablations, ...rest}: FoundRegion,
  meaning: readonly number[],
  {attributes}: AttributePool,
  places: readonly CandidatePlace[]
): Omit<RegionSnapshot, "contrast"> {
  const {observations, pool} = search;
  const candidatesOf = (indices: readonly number[]) => indices.flatMap((i) => observations.all[i]!.candidates);
  const scores = sample.flatMap((i) => observations.all[i]!.scores);
  const nameOf = (id: number) => attributes[id]!;
  const rows = [...pool.rowsOf(core[0]!)].filter((row) => includesAll([...pool.attributesOf(row)], core));
  return {
    ...rest,
    ...measure(search, sample),
    attributes: core.map(nameOf),
    meaning: meaning.map(nameOf),
    sample: candidatesOf(sample).map((i) => places[i]!),
    score: scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length,
    candidates: candidatesOf(observations.indicesWith(core)).length,
    share: rows.length / pool.rows.length,
    ablations: ablations.map(({attribute, sample}) => ({attribute: nameOf(attribute), ...measure(search, sample)}))
  };
}

function measure({observations}: AdaptiveSearch, sample: readonly number[]): MeasuredRate {
  const count = observations.count(sample);
  return {...count, ...anytimeInterval(count)};
}
