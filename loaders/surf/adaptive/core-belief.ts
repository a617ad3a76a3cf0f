import type {Random} from "../../util/random.js";
import {entropy} from "./chance.js";
import {bits, chancesOf, hypothesesOf, mostAlone, priorOf, type Rates} from "./core-hypotheses.js";
import {activity, type Evidence, type Explained} from "./evidence.js";
import {countByMask} from "./mask-counts.js";

const shrinkage = 20; // trials that the base rate counts for in the rate of an attribute alone
const mostLift = 30; // what an attribute's record in other company counts for

/**
 * Which subset of up to five attributes carries a failure, if any: every subset as a region's core, every pair as a weak
 * one, and "none", weighed by every candidate that has some of the attributes. It also says which query tells most.
 */
export class CoreBelief {
  readonly whole: {n: number; violations: number}; // candidates that had all of the attributes
  readonly hot: number; // chance that they hold a region
  readonly weak: number; // chance that they hold a weak pair and no region
  readonly #weights: Float64Array; // by hypothesis
  readonly #chances: Float64Array; // [hypothesis, query] -> chance of a violation
  readonly #cores: Float64Array; // by mask: chance that it is a region's core; 0: there is nothing
  readonly #weakPairs: Float64Array; // by mask

  constructor(
    readonly attributes: readonly number[],
    evidence: Evidence,
    rates: Rates,
    explained: Explained
  ) {
    const size = 1 << attributes.length;
    const {base} = rates;
    const [n, violations, expected] = countByMask(attributes, evidence, explained);
    this.whole = {n: n[size - 1]!, violations: violations[size - 1]!};
    const excess = attributes.map((_, i) => Math.max(0, violations[1 << i]! - expected[i]!)); // not owed to its company
    const alone = excess.map((more, i) => base + Math.min(mostAlone, more / (n[1 << i]! + shrinkage)));
    const hypotheses = hypothesesOf(attributes.length);
    this.#chances = chancesOf(hypotheses, alone, rates);
    const likelihood = activity(base);
    const lift = attributes.map((_, i) =>
      Math.log(Math.min(mostLift, likelihood(excess[i]! + base * n[1 << i]!, n[1 << i]!)))
    );
    const logs = Float64Array.from(hypotheses, (hypothesis, h) => {
      const {core} = hypothesis;
      let log = Math.log(priorOf(hypothesis, attributes.length, rates));
      if (bits(core) > 1) for (const [i, more] of lift.entries()) if ((core >> i) & 1) log += more;
      for (let query = 1; query < size; query++) {
        if (n[query] === 0) continue;
        const chance = this.#chances[h * size + query]!;
        log += violations[query]! * Math.log(chance) + (n[query]! - violations[query]!) * Math.log(1 - chance);
      }
      return log;
    });
    this.#weights = normalize(logs);
    this.#cores = new Float64Array(size);
    this.#weakPairs = new Float64Array(size);
    for (const [h, {core, kind}] of hypotheses.entries())
      (kind === "weak pair" ? this.#weakPairs : this.#cores)[core]! += this.#weights[h]!;
    this.weak = this.#weakPairs.reduce((sum, weight) => sum + weight, 0);
    this.hot = 1 - this.#cores[0]! - this.weak;
  }

  /** The likeliest core and its chance among the cores. */
  get best(): {core: number[]; chance: number} {
    let best = 1;
    for (let mask = 1; mask < this.#cores.length; mask++) if (this.#cores[mask]! > this.#cores[best]!) best = mask;
    return {core: this.#members(best), chance: this.#cores[best]! / Math.max(1e-12, this.hot)};
  }

  /** Subsets that hold the core with at least some chance, the smallest first, then the likeliest. */
  holders(least: number): number[][] {
    return this.#holdersOf(this.#cores, least * this.hot);
  }

  /** The smallest subset that holds the weak pair with at least some chance. */
  weakHolder(least: number): number[] {
    return this.#holdersOf(this.#weakPairs, least * this.weak)[0] ?? [...this.attributes];
  }

  #holdersOf(weights: Float64Array, least: number): number[][] {
    const found: {mask: number; chance: number}[] = [];
    for (let mask = 1; mask < weights.length; mask++) {
      let chance = 0;
      for (let core = mask; core > 0; core = (core - 1) & mask) chance += weights[core]!;
      if (chance >= least) found.push({mask, chance});
    }
    found.sort((a, b) => bits(a.mask) - bits(b.mask) || b.chance - a.chance);
    return found.map(({mask}) => this.#members(mask));
  }

  /** The sets to ask next, each the most telling after a guess at the answers of those before. */
  tests(count: number, random: Random): number[][] {
    const size = 1 << this.attributes.length;
    const weights = Float64Array.from(this.#weights);
    const doubts = this.#chances.map(entropy);
    return Array.from({length: count}, () => {
      const query = this.#mostTelling(weights, doubts);
      const yes = random() < this.#predict(weights, query);
      let sum = 0;
      for (let h = 0; h < weights.length; h++) {
        const chance = this.#chances[h * size + query]!;
        sum += weights[h]! *= yes ? chance : 1 - chance;
      }
      for (let h = 0; h < weights.length; h++) weights[h]! /= sum;
      return this.#members(query);
    });
  }

  #mostTelling(weights: Float64Array, doubts: Float64Array): number {
    const size = 1 << this.attributes.length;
    let best = size - 1;
    let most = -1;
    for (let query = size - 1; query > 0; query--) {
      let expected = 0;
      for (let h = 0; h < weights.length; h++) expected += weights[h]! * doubts[h * size + query]!;
      const gain = entropy(this.#predict(weights, query)) - expected;
      if (gain > most + 1e-9) [best, most] = [query, gain];
    }
    return best;
  }

  #predict(weights: Float64Array, query: number): number {
    const size = 1 << this.attributes.length;
    let chance = 0;
    for (let h = 0; h < weights.length; h++) chance += weights[h]! * this.#chances[h * size + query]!;
    return chance;
  }

  #members(mask: number): number[] {
    return this.attributes.filter((_, i) => (mask >> i) & 1);
  }
}

function normalize(logs: Float64Array): Float64Array {
  const most = logs.reduce((a, b) => Math.max(a, b), -Infinity);
  const weights = logs.map((log) => Math.exp(log - most));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}
