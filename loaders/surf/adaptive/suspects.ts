import {includesAll} from "./attribute-set.js";
import {
  expandedPrior,
  maxSuspectAttributes,
  minViolations,
  pairShrinkage,
  regionPriorWeights,
  tripleAgainstPair
} from "./constants.js";
import type {AttributeRates} from "./attribute-posterior.js";
import type {Observation, Observations} from "./observations.js";
import type {PartialRegion} from "./partial-region.js";
import type {PoolIndex} from "./pool-index.js";
import {mixtureRatio} from "./mixture.js";
import {regionRates} from "./bar.js";

/** A pair or triple that failed at least once, and the record of the queries that have all of it. */
export interface Suspect {
  readonly set: readonly number[]; // sorted
  n: number; // distinct queries with an outcome that no known set explains
  readonly flags: Set<number>; // of these, indices of the ones with a violation
  pending: number; // tests planned since the last update
  ratio: number; // Bayes factor of its being a region against what its parts explain
  odds: number; // of its being a region, as of the last update
}

/**
 * The pairs and triples that are worth another test: those that have failed. Each is held against what its parts
 * explain: with n queries and v violations, the Bayes factor is the mixture ratio of the rates of regions to the rate
 * that its parts have elsewhere. A violation that the rest of its query explains counts in part.
 */
export class Suspects {
  readonly #known = new Map<number, Suspect>();
  readonly #rates: number[];
  ranked: Suspect[] = []; // by odds, highest first
  partial: readonly PartialRegion[] = []; // regions that may be part of worse ones

  constructor(
    private readonly observations: Observations,
    private readonly posterior: AttributeRates,
    private readonly pool: PoolIndex,
    bar: number,
    private readonly withExplained = false // whether queries that known sets explain count too
  ) {
    this.#rates = regionRates(bar);
  }

  ofPair(a: number, b: number): Suspect | undefined {
    return this.#known.get(a < b ? this.#pairKey(a, b) : this.#pairKey(b, a));
  }

  ofTriple(a: number, b: number, c: number): Suspect | undefined {
    const low = Math.min(a, b, c);
    const high = Math.max(a, b, c);
    return this.#known.get(this.#tripleKey(low, a + b + c - low - high, high));
  }

  /** Takes in a query that has become evidence, or (sign -1) is no longer. */
  count(index: number, sign: 1 | -1): void {
    const observation = this.observations.all[index]!;
    if (observation.outcome === null || !this.#mayCount(observation)) return;
    this.#forEachSet(observation, (key, set) => {
      if (!this.#countsFor(set, observation)) return;
      const suspect = this.#known.get(key);
      if (suspect !== undefined) {
        suspect.n += sign;
        if (observation.outcome! === 0) return;
        if (sign > 0) suspect.flags.add(index);
        else suspect.flags.delete(index);
      } else if (sign > 0 && observation.outcome! > 0) this.#known.set(key, this.#create(set()));
    });
  }

  /** Takes note that a set is going to be tested. */
  plan(attributes: readonly number[]): void {
    this.#forEachSet({attributes}, (key) => {
      const suspect = this.#known.get(key);
      if (suspect !== undefined) suspect.pending++;
    });
  }

  /** Computes all odds again; forgets what is no longer suspect. */
  update(): void {
    for (const [key, suspect] of this.#known) {
      suspect.pending = 0;
      if (this.withExplained && suspect.flags.size < minViolations) continue;
      suspect.ratio = suspect.flags.size === 0 ? 0 : this.#ratioOf(suspect);
      suspect.odds = suspect.ratio * this.#priorOf(suspect);
      if (suspect.ratio < 1) this.#known.delete(key);
    }
    const known = [...this.#known.values()];
    const worthy = this.withExplained ? known.filter(({odds}) => odds > 0) : known;
    this.ranked = worthy.sort((a, b) => b.odds - a.odds); // stable: then as met
  }

  /** Prior odds of a suspect being a region; it is likelier the more its members fail elsewhere. */
  #priorOf({set, n, flags}: Suspect): number {
    const active = set.map((id) => this.posterior.ratioOutside(id, n, flags.size));
    if (set.length === 2) return Math.min(1, this.#shareOf(set[0]!, set[1]!) * active[0]! * active[1]!);
    const [a, b, c] = set as [number, number, number];
    const {cooccurrence, meanRow} = this.pool;
    const together = Math.min(cooccurrence.of(a, b), cooccurrence.of(a, c), cooccurrence.of(b, c));
    if (this.partial.some((region) => includesAll(set, region.set))) return together > 0 ? expandedPrior : 0;
    const share = (regionPriorWeights.triple * together) / Math.max(1, cooccurrence.total * meanRow);
    const [x, y, z] = active as [number, number, number];
    const ofPairs = Math.max(this.#shareOf(a, b) * x * y, this.#shareOf(a, c) * x * z, this.#shareOf(b, c) * y * z);
    return Math.min(tripleAgainstPair * Math.min(1, ofPairs), share * x * y * z);
  }

  /** Expected number of regions that a pair is, whatever is known of its members. */
  #shareOf(a: number, b: number): number {
    const {cooccurrence, size} = this.pool;
    const {pair, apart} = regionPriorWeights;
    return pair * cooccurrence.shareOf(a, b) + (2 * apart) / (size * (size - 1));
  }

  #create(set: readonly number[]): Suspect {
    const flags = new Set<number>();
    let n = 0;
    for (const i of this.observations.indicesWith(set)) {
      const observation = this.observations.all[i]!;
      const {outcome} = observation;
      if (outcome === null || !this.#mayCount(observation) || !this.#countsFor(() => set, observation)) continue;
      n++;
      if (outcome > 0) flags.add(i);
    }
    return {set, n, flags, pending: 0, ratio: 1, odds: 0};
  }

  #mayCount({hidden}: Observation): boolean {
    return this.withExplained || hidden === 0;
  }

  #countsFor(set: () => readonly number[], observation: Observation): boolean {
    return this.withExplained || observation.partial.length === 0 || isBeyond(set(), observation);
  }

  #ratioOf({set, n, flags}: Suspect): number {
    const expected = this.explainedRate(set, n, flags);
    let violations = 0;
    for (const i of flags) violations += this.observations.all[i]!.outcome! * this.#share(i, set, expected);
    const rates = this.#rates.map((rate) => Math.max(rate, Math.min(0.95, 1.3 * expected)));
    return Math.min(1e12, mixtureRatio(n, violations, expected, rates));
  }

  /** The rate that the parts of a set have elsewhere, as a noisy or; of a triple at least that of its pairs. */
  explainedRate(set: readonly number[], n: number, flags: ReadonlySet<number>): number {
    const {posterior} = this;
    let clean = 1;
    for (const id of set) clean *= 1 - posterior.rateOutside(id, n, flags.size);
    let rate = 1 - clean / (1 - posterior.baseRate) ** (set.length - 1);
    if (set.length === 3)
      for (let i = 0; i < 3; i++) {
        const part = this.ofPair(set[i]!, set[(i + 1) % 3]!);
        if (part === undefined) continue;
        const elsewhere = Math.max(0, part.flags.size - flags.size) + pairShrinkage * rate;
        rate = Math.max(rate, elsewhere / (Math.max(0, part.n - n) + pairShrinkage));
      }
    for (const region of this.partial) if (includesAll(set, region.set)) rate = Math.max(rate, region.rate);
    return Math.min(0.9, Math.max(posterior.baseRate, rate));
  }

  /** How much of a violation is due to a set or its parts rather than to the rest of the query. */
  #share(index: number, set: readonly number[], expected: number): number {
    let clean = 1;
    for (const id of this.observations.all[index]!.attributes)
      if (!set.includes(id)) clean *= 1 - this.posterior.lift[id]!;
    return expected / (expected + 1 - clean);
  }

  #pairKey(low: number, high: number): number {
    return low * this.pool.size + high;
  }

  #tripleKey(low: number, middle: number, high: number): number {
    return (this.#pairKey(low, middle) + 1) * this.pool.size * 4 + high + this.pool.size ** 2;
  }

  #forEachSet({attributes}: Pick<Observation, "attributes">, visit: (key: number, set: () => number[]) => void): void {
    const ids = [...attributes].sort((a, b) => a - b);
    for (let j = 1; j < ids.length; j++)
      for (let i = 0; i < j; i++) {
        visit(this.#pairKey(ids[i]!, ids[j]!), () => [ids[i]!, ids[j]!]);
        if (ids.length > maxSuspectAttributes) continue;
        for (let h = 0; h < i; h++)
          visit(this.#tripleKey(ids[h]!, ids[i]!, ids[j]!), () => [ids[h]!, ids[i]!, ids[j]!]);
      }
  }
}

/** Whether a set has all of a partial region that a query has, and more. */
const isBeyond = (set: readonly number[], {partial}: Observation): boolean =>
  partial.some((region) => region.set.length < set.length && includesAll(set, region.set));
