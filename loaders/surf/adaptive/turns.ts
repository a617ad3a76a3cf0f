import {shuffle, type Random} from "../../util/random.js";
import {maxAttributes} from "../draws.js";
import type {AttributePosterior} from "./attribute-posterior.js";
import {activeCompany, partnerTurns, screened} from "./constants.js";
import type {Coverage} from "./coverage.js";
import type {PoolIndex} from "./pool-index.js";
import type {ExplorationProposal} from "./proposal.js";
import {TopK} from "./top-k.js";

/**
 * What is tested by turns, as the acquisition value underrates it: the value counts regions that a query may meet, not what
 * the query says about its attributes. Of four combinations three go to attributes that may be active, of two replicates one
 * to the partners of an attribute that surely is.
 */
export class Turns {
  #unsure: readonly number[] = []; // the attributes that are likeliest active, but not surely
  #sure: readonly number[] = []; // those that are
  #combined = 0;
  #replicated = 0;
  #passes = 0;

  constructor(
    private readonly pool: PoolIndex,
    private readonly posterior: AttributePosterior,
    private readonly coverage: Coverage
  ) {}

  /** Follows an update of the posterior. */
  update(): void {
    const {active, n} = this.posterior;
    const [unsure, sure] = [new TopK(screened), new TopK(screened)];
    for (let id = 0; id < active.length; id++)
      if (active[id]! < activeCompany.from) unsure.offer(id, active[id]!);
      else if (n[id]! < partnerTurns.queries) sure.offer(id, active[id]!);
    this.#unsure = unsure.ids;
    this.#sure = sure.ids;
  }

  /** What is tested instead of a proposal for a purpose; null: the proposal. */
  next(purpose: ExplorationProposal["purpose"], random: Random): ExplorationProposal | null {
    if (purpose === "combine" && this.#combined++ % 4 < 3) return this.#screen(random);
    if (purpose === "replicate" && this.#replicated++ % 2 === 0) return this.#nextPartners();
    return null;
  }

  /** Attributes that may be active, none that surely is: in its company a failure says little about others. */
  #screen(random: Random): ExplorationProposal | null {
    if (this.#unsure.length < maxAttributes) return null;
    const attributes = shuffle(random, this.#unsure).slice(0, maxAttributes);
    return {attributes, sourceRow: null, purpose: "combine", origin: null};
  }

  /** An active attribute with those of its rows that it was tested with least: each has its turn, lucky or not. */
  #nextPartners(): ExplorationProposal | null {
    if (this.#sure.length === 0) return null;
    const id = this.#sure[this.#passes++ % this.#sure.length]!;
    const partners = new TopK(maxAttributes - 1);
    for (const row of this.pool.rowsOf(id).subarray(0, partnerTurns.rows))
      for (const other of this.pool.attributesOf(row))
        if (other !== id && this.posterior.active[other]! < activeCompany.from && !partners.ids.includes(other))
          partners.offer(other, -this.coverage.ofPair(id, other));
    if (partners.ids.length === 0) return null;
    return {attributes: [id, ...partners.ids], sourceRow: null, purpose: "follow", origin: null};
  }
}
