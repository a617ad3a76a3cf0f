import type {Random} from "../../util/random.js";
import {entropy} from "./chance.js";
import {activity, type Evidence, type Explained} from "./evidence.js";

const sizePrior = [0, 0.45, 0.35, 0.14, 0.04, 0.02]; // chance that a region's core has so many attributes
const shrinkage = 20; // trials that the base rate counts for in the rate of an attribute alone
const mostLift = 30; // what an attribute's record in other company counts for
const mostAlone = 0.45; // rate that attributes which do not hold a region may have

/** Rates that tell the hypotheses apart. */
export interface Rates {
  base: number;
  hot: number; // where a query has the whole core
  prior: number; // chance that five attributes hold a region
}

const bits = (mask: number): number => {
  let count = 0;
  for (let rest = mask; rest > 0; rest &= rest - 1) count++;
  return count;
};

/**
 * Which subset of up to five attributes carries a failure, if any: 31 hypotheses and "none", weighed by every candidate
 * that has some of the attributes. It also says which query tells most.
 */
export class CoreBelief {
  readonly whole: {n: number; violations: number}; // candidates that had all of the attributes
  readonly #weights: Float64Array; // by mask; 0: none
  readonly #chances: Float64Array; // [core, query] -> chance of a violation

  constructor(
    readonly attributes: readonly number[],
    evidence: Evidence,
    {base, hot, prior}: Rates,
    explained: Explained
  ) {
    const size = 1 << attributes.length;
    const [n, violations, expected] = countByMask(attributes, evidence, explained);
    this.whole = {n: n[size - 1]!, violations: violations[size - 1]!};
    const excess = attributes.map((_, i) => Math.max(0, violations[1 << i]! - expected[i]!)); // not owed to its company
    const alone = excess.map((more, i) => base + Math.min(mostAlone, more / (n[1 << i]! + shrinkage)));
    this.#chances = chancesOf(alone, base, hot);
    const likelihood = activity(base);
    const lift = attributes.map((_, i) =>
      Math.log(Math.min(mostLift, likelihood(excess[i]! + base * n[1 << i]!, n[1 << i]!)))
    );
    const logs = new Float64Array(size);
    for (let core = 0; core < size; core++) {
      const ways = choose(attributes.length, bits(core));
      logs[core] = core === 0 ? Math.log(1 - prior) : Math.log((prior * sizePrior[bits(core)]!) / ways);
      if (bits(core) > 1) for (const [i, more] of lift.entries()) if ((core >> i) & 1) logs[core]! += more;
      for (let query = 1; query < size; query++) {
        const chance = this.#chances[core * size + query]!;
        logs[core]! += violations[query]! * Math.log(chance) + (n[query]! - violations[query]!) * Math.log(1 - chance);
      }
    }
    this.#weights = normalize(logs);
  }

  /** Chance that the attributes hold a region. */
  get hot(): number {
    return 1 - this.#weights[0]!;
  }

  /** The likeliest core and its chance among the cores. */
  get best(): {core: number[]; chance: number} {
    let best = 1;
    for (let mask = 1; mask < this.#weights.length; mask++)
      if (this.#weights[mask]! > this.#weights[best]!) best = mask;
    return {core: this.#members(best), chance: this.#weights[best]! / Math.max(1e-12, this.hot)};
  }

  /** Subsets that hold the core with at least some chance, the smallest first, then the likeliest. */
  holders(least: number): number[][] {
    const size = this.#weights.length;
    const found: {mask: number; chance: number}[] = [];
    for (let mask = 1; mask < size; mask++) {
      let chance = 0;
      for (let core = mask; core > 0; core = (core - 1) & mask) chance += this.#weights[core]!;
      if (chance >= least * this.hot) found.push({mask, chance});
    }
    found.sort((a, b) => bits(a.mask) - bits(b.mask) || b.chance - a.chance);
    return found.map(({mask}) => this.#members(mask));
  }

  /** The sets to ask next, each the most telling after a guess at the answers of those before. */
  tests(count: number, random: Random): number[][] {
    const size = this.#weights.length;
    const weights = Float64Array.from(this.#weights);
    const doubts = this.#chances.map(entropy);
    return Array.from({length: count}, () => {
      const query = this.#mostTelling(weights, doubts);
      const yes = random() < this.#predict(weights, query);
      let sum = 0;
      for (let core = 0; core < size; core++) {
        const chance = this.#chances[core * size + query]!;
        sum += weights[core]! *= yes ? chance : 1 - chance;
      }
      for (let core = 0; core < size; core++) weights[core]! /= sum;
      return this.#members(query);
    });
  }

  #mostTelling(weights: Float64Array, doubts: Float64Array): number {
    const size = weights.length;
    let best = size - 1;
    let most = -1;
    for (let query = size - 1; query > 0; query--) {
      let expected = 0;
      for (let core = 0; core < size; core++) expected += weights[core]! * doubts[core * size + query]!;
      const gain = entropy(this.#predict(weights, query)) - expected;
      if (gain > most + 1e-9) [best, most] = [query, gain];
    }
    return best;
  }

  #predict(weights: Float64Array, query: number): number {
    const size = weights.length;
    let chance = 0;
    for (let core = 0; core < size; core++) chance += weights[core]! * this.#chances[core * size + query]!;
    return chance;
  }

  #members(mask: number): number[] {
    return this.attributes.filter((_, i) => (mask >> i) & 1);
  }
}

/** Without the core, the attributes of a query fail as they do in any company; with it, as a region does. */
function chancesOf(alone: readonly number[], base: number, hot: number): Float64Array {
  const size = 1 << alone.length;
  const chances = new Float64Array(size * size);
  for (let query = 0; query < size; query++) {
    let clean = 1 - base;
    for (const [i, rate] of alone.entries()) if ((query >> i) & 1) clean *= Math.min(1, (1 - rate) / (1 - base));
    const without = Math.min(Math.max(base, mostAlone), 1 - clean);
    for (let core = 0; core < size; core++) {
      const whole = core > 0 && (core & query) === core;
      chances[core * size + query] = whole ? Math.max(hot, without) : without;
    }
  }
  return chances;
}

/**
 * Counts candidates by which of the attributes they have. The most used attribute has by far the most candidates, nearly
 * all with none of the others: these are what is left of its own record.
 */
export function countByMask(
  attributes: readonly number[],
  evidence: Evidence,
  explained: Explained
): [n: Float64Array, violations: Float64Array, expected: Float64Array] {
  const n = new Float64Array(1 << attributes.length);
  const violations = new Float64Array(1 << attributes.length);
  const expected = new Float64Array(attributes.length); // violations of each in other company that the company explains
  const bitOf = new Uint8Array(evidence.size);
  for (const [place, attribute] of attributes.entries()) bitOf[attribute] = 1 << place;
  const most = attributes.reduce((a, b) => (evidence.uses[b]! > evidence.uses[a]! ? b : a));
  const rest = {...explained.recordOf(most)};
  let counted = 0; // attributes looked at
  for (const [place, attribute] of attributes.entries()) {
    if (attribute === most) continue;
    for (const i of evidence.indicesOf(attribute)) {
      const {attributes: asked, violated} = evidence.all[i]!;
      if (violated === null || explained.has(i)) continue;
      let mask = 0;
      for (const id of asked) mask |= bitOf[id]!;
      if ((mask & counted) !== 0) continue; // counted at an earlier attribute
      if (mask === 1 << place) expected[place]! += evidence.rateWithout(asked, attribute);
      n[mask]!++;
      if (violated) violations[mask]!++;
      if ((mask & bitOf[most]!) === 0) continue;
      rest.n--;
      if (violated) rest.violations--;
      rest.expected -= evidence.rateWithout(asked, most);
    }
    counted |= 1 << place;
  }
  n[bitOf[most]!] = rest.n;
  violations[bitOf[most]!] = rest.violations;
  expected[attributes.indexOf(most)] = Math.max(0, rest.expected);
  return [n, violations, expected];
}

function normalize(logs: Float64Array): Float64Array {
  const most = logs.reduce((a, b) => Math.max(a, b), -Infinity);
  const weights = logs.map((log) => Math.exp(log - most));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i;
  return ways;
}
