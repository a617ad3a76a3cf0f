import {integerBelow, shuffle, type Random} from "../../util/random.js";
import {maxAttributes} from "../draws.js";
import type {Evidence} from "./evidence.js";
import type {PoolIndex} from "./pool-index.js";

/** Attributes for one candidate, and the row that gave most of them. */
export interface Proposal {
  attributes: number[];
  sourceRow: number | null;
}

const rowsOfSeed = 12;
const rowsLookedAt = 6; // of an attribute's rows, for a partner not tried yet
const missed = 0.15; // chance that a region's attributes were together and nothing failed
const attempts = 12;
const rowShare = 0.5; // of what explores
const promise = 0.01; // chance to be active from which on the promising get their whole share
const sharpness = 1.6; // how much more often the more promising are drawn

/** Proposes sets of five attributes: always ten pairs and ten triples for one call, and few of them twice. */
export class Explorer {
  #order: number[]; // each attribute comes once a round
  #next = 0;
  trust = 0.15; // how much of their share the promising deserve, 0-1
  #cumulative: Float64Array;

  constructor(
    private readonly pool: PoolIndex,
    private readonly evidence: Evidence,
    random: Random
  ) {
    this.#order = shuffle(
      random,
      Array.from({length: pool.size}, (_, id) => id)
    );
    this.#cumulative = new Float64Array(pool.size);
  }

  /** Takes in what is believed of the attributes now. */
  refresh(): void {
    const {active, partners} = this.evidence;
    let sum = 0;
    let drawn = 0;
    for (let id = 0; id < this.pool.size; id++) {
      const untried = Math.max(0.02, 1 - partners[id]! / this.pool.size);
      const weight = (active[id]! * untried) ** sharpness;
      this.#cumulative[id] = sum += weight;
      drawn += weight * active[id]!;
    }
    this.trust = Math.min(1, Math.max(0.15, drawn / sum / promise));
  }

  /** Attributes little tried, with company that real queries have: every other time a random row, else the next attribute in turn. */
  explore(random: Random): Proposal {
    if (random() < rowShare)
      return this.#fromRow([], this.pool.rows[integerBelow(random, this.pool.rows.length)]!, random);
    const seed = this.#order[this.#next]!;
    this.#next = (this.#next + 1) % this.#order.length;
    return this.#around([seed], random);
  }

  /** An attribute that is promising, or a set that fails too rarely to be a region, with untried company from its rows. */
  follow(sets: readonly (readonly number[])[], random: Random): Proposal {
    const seed =
      sets.length > 0 && random() < 0.5 ? [...sets[integerBelow(random, sets.length)]!] : [this.#promising(random)];
    return random() < 0.7 ? this.#partners(seed, random) : this.#complete(seed, () => this.#promising(random), random);
  }

  /** Promising attributes together, whether or not a row of the pool has them so. */
  combine(random: Random): Proposal {
    return this.#complete([this.#promising(random)], () => this.#promising(random), random);
  }

  /** Attributes at random from a row that has the core, else from any: company in which a region must hold. */
  company(core: readonly number[], count: number, avoid: ReadonlySet<number>, random: Random): Proposal {
    const rows = this.pool.rowsOf(core[0]!);
    const shared = rows.length > 0 && random() < 0.5;
    const row = shared
      ? rows[integerBelow(random, rows.length)]!
      : this.pool.rows[integerBelow(random, this.pool.rows.length)]!;
    const others = shuffle(random, [...this.pool.attributesOf(row)]).filter(
      (id) => !avoid.has(id) && !core.includes(id)
    );
    return {attributes: [...core, ...new Set(others)].slice(0, core.length + count), sourceRow: row};
  }

  #promising(random: Random): number {
    const point = random() * this.#cumulative[this.#cumulative.length - 1]!;
    let low = 0;
    let high = this.#cumulative.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#cumulative[middle]! > point) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** A seed with the most promising of those that share rows with it. */
  #partners(seed: number[], random: Random): Proposal {
    const rows = this.pool.rowsOf(seed[0]!);
    const weights = new Map<number, number>();
    for (let i = 0; i < Math.min(rowsOfSeed, rows.length); i++) {
      const row = rows[rows.length <= rowsOfSeed ? i : integerBelow(random, rows.length)]!;
      for (const id of this.pool.attributesOf(row))
        if (!seed.includes(id))
          weights.set(id, this.evidence.active[id]! * missed ** this.evidence.tries(seed[0]!, id));
    }
    const left = [...weights];
    const set = [...seed];
    while (set.length < maxAttributes && left.length > 0) {
      let point = random() * left.reduce((sum, [, weight]) => sum + weight, 0);
      let i = 0;
      while (i < left.length - 1 && (point -= left[i]![1]) >= 0) i++;
      const [id] = left.splice(i, 1)[0]!;
      if (set.every((other) => random() < missed ** this.evidence.tries(id, other))) set.push(id);
    }
    return this.#complete(set, () => this.#promising(random), random);
  }

  /** The best of some rows that have the seed. */
  #around(seed: number[], random: Random): Proposal {
    const rows = this.pool.rowsOf(seed[0]!);
    if (rows.length === 0) return this.#complete(seed, () => this.#promising(random), random);
    let best = rows[integerBelow(random, rows.length)]!;
    let least = Infinity;
    for (let i = 0; i < Math.min(rowsLookedAt, rows.length); i++) {
      const row = rows[rows.length <= rowsLookedAt ? i : integerBelow(random, rows.length)]!;
      let tried = 0;
      let others = 0;
      for (const id of this.pool.attributesOf(row)) {
        if (seed.includes(id)) continue;
        tried += Math.min(1, this.evidence.tries(seed[0]!, id));
        others++;
      }
      const share = others === 0 ? 1 : (tried + random() * 0.5) / others;
      if (share < least) [best, least] = [row, share];
    }
    return this.#fromRow(seed, best, random);
  }

  #fromRow(seed: number[], row: number, random: Random): Proposal {
    const set = [...seed];
    const left = [...new Set(this.pool.attributesOf(row))].filter((id) => !set.includes(id));
    while (set.length < maxAttributes && left.length > 0) {
      let best = 0;
      let least = Infinity;
      for (const [i, id] of left.entries()) {
        let tried = random() * 0.9;
        for (const other of set) tried += Math.min(3, this.evidence.tries(id, other));
        if (tried < least) [best, least] = [i, tried];
      }
      set.push(left.splice(best, 1)[0]!);
    }
    const whole =
      set.length < maxAttributes ? this.#complete(set, () => this.#promising(random), random).attributes : set;
    return {attributes: whole, sourceRow: row};
  }

  /** Fills a set up: promising ones not tried with any of it, and where there are none, any not tried. */
  #complete(seed: number[], draw: () => number, random: Random): Proposal {
    const set = [...seed];
    const wanted = Math.min(maxAttributes, this.pool.size);
    for (let i = 0; set.length < wanted; i++) {
      const id = i < attempts ? draw() : integerBelow(random, this.pool.size);
      if (set.includes(id)) continue;
      if (i < 2 * attempts && set.some((other) => random() > missed ** this.evidence.tries(id, other))) continue;
      set.push(id);
      i = 0;
    }
    return {attributes: set, sourceRow: null};
  }
}
