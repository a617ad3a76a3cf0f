import {integerBelow, type Random} from "../../util/random.js";
import {maxAttributes} from "../draws.js";
import {AcquisitionValue} from "./acquisition-value.js";
import {includesAll} from "./attribute-set.js";
import type {AttributePosterior} from "./attribute-posterior.js";
import {partnerSearch, promisingDraws} from "./constants.js";
import type {Coverage} from "./coverage.js";
import {CoverageRotation} from "./coverage-rotation.js";
import {fillGreedily} from "./greedy-fill.js";
import type {PoolIndex} from "./pool-index.js";
import {PromisingDraw} from "./promising-draw.js";
import type {ExplorationProposal, Proposal} from "./proposal.js";
import {TopK} from "./top-k.js";
import {WeakSetExpansions} from "./weak-set-expansions.js";

/**
 * Chooses what to explore: of several proposals the one with the highest acquisition value. A proposal has five
 * attributes where the pool allows, so that one call tests ten pairs and ten triples.
 */
export class AcquisitionRule {
  readonly expansions: WeakSetExpansions;
  readonly #value: AcquisitionValue;
  readonly #rotation: CoverageRotation;
  readonly #promising: PromisingDraw;

  constructor(
    private readonly pool: PoolIndex,
    private readonly posterior: AttributePosterior,
    private readonly coverage: Coverage,
    random: Random
  ) {
    this.#value = new AcquisitionValue(pool, posterior, coverage);
    this.expansions = new WeakSetExpansions(pool);
    this.#rotation = new CoverageRotation(pool, posterior.observations, coverage, random);
    this.#promising = new PromisingDraw(pool.size);
  }

  /** Follows an update of the posterior. */
  update(): void {
    this.#promising.update(this.posterior, this.coverage);
  }

  /** The next set to explore; expansions of weak sets come first. */
  propose(random: Random): ExplorationProposal {
    const expansion = this.expansions.next();
    if (expansion !== null) return {attributes: expansion, sourceRow: null, purpose: "follow"};
    const proposals = this.#proposals(random);
    let best = proposals[0]!;
    let highest = -1;
    for (const proposal of proposals) {
      const value = this.#value.ofSet(proposal.attributes, this.#isIn(proposal.sourceRow));
      if (value > highest) [best, highest] = [proposal, value];
    }
    return best;
  }

  /** What is little tested, promising attributes with their partners, promising ones together. */
  #proposals(random: Random): ExplorationProposal[] {
    const {rows} = this.pool;
    const next = this.#rotation.next();
    const proposals: ExplorationProposal[] = [
      this.#explore([], rows[integerBelow(random, rows.length)]!),
      this.#explore([], rows[integerBelow(random, rows.length)]!),
      this.#explore([next], this.#rowOf(next, random)),
      this.#explore([next], this.#rowOf(next, random)),
      {...this.#follow(this.#promising.draw(random), random), purpose: "follow"},
      {...this.#follow(this.#promising.draw(random), random), purpose: "follow"},
      {...this.#combine([this.#promising.draw(random)], random), purpose: "combine"}
    ];
    const pair = this.#rotation.frequentPair();
    if (pair !== null) proposals.push(this.#explore(pair, this.#rowWith(pair)));
    return proposals;
  }

  /** Fills a set up from a row and from the attributes that come next in the rotation. */
  #explore(seed: readonly number[], row: number | null): ExplorationProposal {
    const others = row === null ? [] : this.pool.attributesOf(row);
    const options = [...others, ...this.#rotation.upcoming()];
    const attributes = fillGreedily(this.#value, seed, options, this.#isIn(row));
    return {attributes, sourceRow: row, purpose: "explore"};
  }

  /** A promising attribute with those of highest gain that share rows with it. */
  #follow(id: number, random: Random): Proposal {
    const set = fillGreedily(this.#value, [id], this.#partners(id, random), () => false);
    return set.length < maxAttributes ? this.#combine(set, random) : {attributes: set, sourceRow: null};
  }

  #partners(id: number, random: Random): number[] {
    const rows = this.pool.rowsOf(id);
    const seed = [id];
    const seen = new Set<number>();
    const best = new TopK(partnerSearch.partners);
    for (let i = 0; i < Math.min(partnerSearch.rows, rows.length); i++) {
      const row = rows[rows.length <= partnerSearch.rows ? i : integerBelow(random, rows.length)]!;
      for (const other of this.pool.attributesOf(row)) {
        if (seen.has(other)) continue;
        seen.add(other);
        best.offer(other, this.#value.gain(seed, other));
      }
    }
    return best.ids;
  }

  /** Fills a set up with promising attributes that were never tested with it; where they run out, with any. */
  #combine(seed: readonly number[], random: Random): Proposal {
    const set = [...seed];
    const size = Math.min(maxAttributes, this.pool.size);
    for (let draws = 0; set.length < size; draws++) {
      const id = draws < promisingDraws ? this.#promising.draw(random) : integerBelow(random, this.pool.size);
      if (set.includes(id)) continue;
      if (draws < promisingDraws && set.some((other) => this.coverage.ofPair(id, other) > 0)) continue;
      set.push(id);
      draws = 0;
    }
    return {attributes: set, sourceRow: null};
  }

  #rowOf(id: number, random: Random): number | null {
    const rows = this.pool.rowsOf(id);
    return rows.length === 0 ? null : rows[integerBelow(random, rows.length)]!;
  }

  #rowWith(set: readonly number[]): number | null {
    const rows = this.pool.rowsOf(set[0]!);
    return rows.find((row) => includesAll([...this.pool.attributesOf(row)], set)) ?? null;
  }

  #isIn(row: number | null): (id: number) => boolean {
    const attributes = row === null ? null : this.pool.attributesOf(row);
    return (id) => attributes?.includes(id) ?? false;
  }
}
