import {integerBelow, shuffle, type Random} from "../../util/random.js";
import {maxAttributes} from "../draws.js";
import {Best} from "./best.js";
import {holds, type Evidence} from "./evidence.js";
import type {PoolIndex} from "./pool-index.js";
import {Widening} from "./widening.js";
import {Worth} from "./worth.js";

/** Attributes for one candidate, and the row that gave most of them. */
export interface Proposal {
  attributes: number[];
  sourceRow: number | null;
}

/** A proposal for finding something new. */
export interface NewProposal extends Proposal {
  purpose: "explore" | "follow" | "combine";
}

const rowsOfSeed = 12;
const partnersWeighed = 16;
const inTurn = 4; // attributes whose turn it is that may fill up a set
const attempts = 12;
const sharpness = 1.6; // how much more often the more promising are drawn

/** Proposes sets of five attributes, always ten pairs for one call: of several the one that may be expected to meet most. */
export class Explorer {
  readonly worth: Worth;
  readonly widening: Widening;
  readonly #order: number[]; // attributes, each once a round, frequent ones first
  #next = 0;
  #round = 0;
  #nextPair = 0;
  readonly #cumulative: Float64Array;

  constructor(
    private readonly pool: PoolIndex,
    private readonly evidence: Evidence,
    random: Random
  ) {
    this.worth = new Worth(pool, evidence);
    this.widening = new Widening(pool);
    const ids = shuffle(random, Array.from({length: pool.size}, (_, id) => id)); // prettier-ignore
    this.#order = ids.toSorted((a, b) => pool.rowsOf(b).length - pool.rowsOf(a).length);
    this.#cumulative = new Float64Array(pool.size);
  }

  /** Takes in what is believed of the attributes now. */
  refresh(): void {
    const {active, partners} = this.evidence;
    let sum = 0;
    for (let id = 0; id < this.pool.size; id++) {
      const untried = Math.max(0.02, 1 - partners[id]! / this.pool.size);
      this.#cumulative[id] = sum += (active[id]! * untried) ** sharpness;
    }
  }

  /** The best of several ways to go on: what is little tried, partners of what is promising, promising ones together. */
  propose(random: Random): NewProposal {
    const wider = this.widening.next();
    if (wider !== null) return {attributes: wider, sourceRow: null, purpose: "follow"};
    const rows = this.pool.rows;
    const seed = this.#turn();
    const proposals: NewProposal[] = [
      this.#explore([], rows[integerBelow(random, rows.length)]!),
      this.#explore([], rows[integerBelow(random, rows.length)]!),
      this.#explore([seed], this.#rowOf(seed, random)),
      this.#explore([seed], this.#rowOf(seed, random)),
      {...this.#partners([this.#promising(random)], random), purpose: "follow"},
      {...this.#partners([this.#promising(random)], random), purpose: "follow"},
      {...this.#complete([this.#promising(random)], random), purpose: "combine"}
    ];
    const pair = this.#frequentPair();
    if (pair !== null) proposals.push(this.#explore(pair, this.#rowWith(pair)));
    let best = proposals[0]!;
    let most = -1;
    for (const proposal of proposals) {
      const worth = this.worth.of(proposal.attributes, this.#isIn(proposal.sourceRow));
      if (worth > most) [best, most] = [proposal, worth];
    }
    return best;
  }

  /** Attributes at random from any row: company in which a region must hold. A row of the core itself might bring what it needs. */
  company(core: readonly number[], count: number, avoid: ReadonlySet<number>, random: Random): Proposal {
    const row = this.pool.rows[integerBelow(random, this.pool.rows.length)]!;
    const others = shuffle(random, [...this.pool.attributesOf(row)]).filter(
      (id) => !avoid.has(id) && !core.includes(id)
    );
    return {attributes: [...core, ...new Set(others)].slice(0, core.length + count), sourceRow: row};
  }

  /** The next attribute in turn; passes over those that others brought in often enough. */
  #turn(): number {
    const {uses, planned} = this.evidence;
    for (;;) {
      if (this.#next === this.#order.length) [this.#next, this.#round] = [0, this.#round + 1];
      const id = this.#order[this.#next]!;
      if (uses[id]! + planned[id]! <= this.#round) return id;
      this.#next++;
    }
  }

  #upcoming(): number[] {
    return this.#order.slice(this.#next, this.#next + inTurn);
  }

  #frequentPair(): [number, number] | null {
    const {frequent} = this.pool.together;
    while (this.#nextPair < frequent.length && this.evidence.tries(...frequent[this.#nextPair]!) > 0) this.#nextPair++;
    return frequent[this.#nextPair] ?? null;
  }

  #rowOf(id: number, random: Random): number | null {
    const rows = this.pool.rowsOf(id);
    return rows.length === 0 ? null : rows[integerBelow(random, rows.length)]!;
  }

  #rowWith(set: readonly number[]): number | null {
    const rows = this.pool.rowsOf(set[0]!);
    return rows.find((row) => holds([...this.pool.attributesOf(row)], set)) ?? null;
  }

  /** Fills a set up from a row and from the attributes whose turn it is. */
  #explore(seed: readonly number[], row: number | null): NewProposal {
    const others = row === null ? [] : this.pool.attributesOf(row);
    return {attributes: this.#fill(seed, [...others, ...this.#upcoming()], row), sourceRow: row, purpose: "explore"};
  }

  #isIn(row: number | null): (id: number) => boolean {
    const attributes = row === null ? null : this.pool.attributesOf(row);
    return (id) => attributes?.includes(id) ?? false;
  }

  /** Adds what is worth most, one by one; three of a row are worth something together. */
  #fill(seed: readonly number[], others: readonly number[], row: number | null): number[] {
    const isIn = this.#isIn(row);
    const set = [...seed];
    const left = [...new Set(others)].filter((id) => !set.includes(id));
    const ofRow = set.filter(isIn);
    const worths = left.map((id) => this.worth.added(set, id) + (isIn(id) ? this.#inThrees(ofRow, id) : 0));
    while (set.length < maxAttributes && left.length > 0) {
      let best = 0;
      for (let i = 1; i < left.length; i++) if (worths[i]! > worths[best]!) best = i;
      const id = left.splice(best, 1)[0]!;
      worths.splice(best, 1);
      const isOfRow = isIn(id);
      for (const [i, other] of left.entries()) {
        worths[i]! += this.worth.pair(id, other);
        if (isOfRow && isIn(other)) for (const third of ofRow) worths[i]! += this.worth.triple(third, id, other);
      }
      if (isOfRow) ofRow.push(id);
      set.push(id);
    }
    return set;
  }

  /** What an attribute is worth in threes with a set. */
  #inThrees(set: readonly number[], id: number): number {
    let sum = 0;
    for (let i = 1; i < set.length; i++) for (let j = 0; j < i; j++) sum += this.worth.triple(set[i]!, set[j]!, id);
    return sum;
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

  /** A seed with those that share rows with it, by what they are worth. */
  #partners(seed: number[], random: Random): Proposal {
    const rows = this.pool.rowsOf(seed[0]!);
    const seen = new Set<number>();
    const best = new Best(partnersWeighed);
    for (let i = 0; i < Math.min(rowsOfSeed, rows.length); i++) {
      const row = rows[rows.length <= rowsOfSeed ? i : integerBelow(random, rows.length)]!;
      for (const id of this.pool.attributesOf(row)) {
        if (seen.has(id)) continue;
        seen.add(id);
        best.offer(id, this.worth.added(seed, id));
      }
    }
    const set = this.#fill(seed, best.ids, null);
    return set.length < maxAttributes ? this.#complete(set, random) : {attributes: set, sourceRow: null};
  }

  /** Fills a set up with promising ones, and where there are too few, with any. */
  #complete(seed: readonly number[], random: Random): Proposal {
    const set = [...seed];
    const wanted = Math.min(maxAttributes, this.pool.size);
    for (let i = 0; set.length < wanted; i++) {
      const id = i < attempts ? this.#promising(random) : integerBelow(random, this.pool.size);
      if (set.includes(id)) continue;
      if (i < attempts && set.some((other) => this.evidence.tries(id, other) > 0)) continue;
      set.push(id);
      i = 0;
    }
    return {attributes: set, sourceRow: null};
  }
}
