import {integerBelow, type Random} from "../../util/random.js";
import {maxAttributes} from "../draws.js";
import {AcquisitionValue} from "./acquisition-value.js";
import {includesAll} from "./attribute-set.js";
import type {AttributePosterior} from "./attribute-posterior.js";
import {
  activeCompany,
  combinedAttributes,
  freshGround,
  maxPendingReplicates,
  partnerSearch,
  promisingDraws,
  suspectLookahead
} from "./constants.js";
import type {Coverage} from "./coverage.js";
import {CoverageRotation} from "./coverage-rotation.js";
import {Expansions} from "./expansions.js";
import {fillGreedily} from "./greedy-fill.js";
import type {PoolIndex} from "./pool-index.js";
import {PromptAcquisition} from "./prompt-acquisition.js";
import {PromisingDraw} from "./promising-draw.js";
import type {ExplorationProposal, Proposal} from "./proposal.js";
import type {SearchCorpus} from "./search-corpus.js";
import type {SeverityBelief} from "./severity-belief.js";
import {TopK} from "./top-k.js";
import {Turns} from "./turns.js";
import type {Suspect, Suspects} from "./suspects.js";

/**
 * Chooses what to explore: of several proposals the one with the highest acquisition value. A proposal has five
 * attributes where the pool allows, so that one call tests ten pairs and ten triples.
 */
export class AcquisitionRule {
  readonly expansions: Expansions;
  readonly #value: AcquisitionValue;
  readonly #rotation: CoverageRotation;
  readonly #promising: PromisingDraw;
  readonly #found = new Map<number, {partners: readonly number[]; left: number}>(); // since the last update
  readonly #prompts: PromptAcquisition | null; // null: queries are written
  readonly #turns: Turns | null; // null: what a prompt has beside an attribute is not chosen
  readonly #freshUntil: number; // candidates
  #fresh = {candidates: 0, of: 0}; // that explored fresh ground, of all proposals
  #likeliest: readonly number[] = []; // attributes by the probability of being active
  #served = 0; // suspects that have enough tests planned

  constructor(
    private readonly pool: PoolIndex,
    private readonly posterior: AttributePosterior,
    private readonly coverage: Coverage,
    private readonly suspects: Suspects,
    severity: SeverityBelief,
    {bar, random, corpus, planned}: {bar: number; random: Random; corpus: SearchCorpus | null; planned: number}
  ) {
    this.#freshUntil = freshGround.until * planned;
    this.expansions = new Expansions(pool);
    this.#value = new AcquisitionValue(pool, posterior, coverage, suspects, severity, bar);
    this.#rotation = new CoverageRotation(pool, posterior.observations, coverage, random);
    this.#promising = new PromisingDraw(pool.size);
    this.#prompts =
      corpus &&
      new PromptAcquisition(corpus, this.#value, posterior.observations, suspects, this.#rotation, this.#promising);
    this.#turns = corpus === null ? new Turns(pool, posterior, coverage) : null;
  }

  /** Follows an update of the posterior. */
  update(): void {
    this.#promising.update(this.posterior, this.coverage);
    this.#prompts?.update();
    const likeliest = new TopK(combinedAttributes);
    for (const [id, active] of this.posterior.active.entries()) likeliest.offer(id, active);
    this.#likeliest = likeliest.ids;
    this.#turns?.update();
    this.#served = 0;
    this.#found.clear();
  }

  /** Posterior odds of one attribute being a region by itself. */
  oddsOfAttribute(id: number): number {
    return this.#value.oddsOfAttribute(id);
  }

  /** Prior odds of the same. */
  priorOfAttribute(id: number): number {
    return this.#value.priorOfAttribute(id);
  }

  /** The next set to explore, and its acquisition value; expansions come first. */
  propose(random: Random): {proposal: ExplorationProposal; value: number} {
    const expansion = this.expansions.next();
    if (expansion !== null)
      return {proposal: {attributes: expansion, sourceRow: null, purpose: "follow", origin: null}, value: 0};
    const ofPrompt = this.#prompts?.propose(random) ?? null;
    if (ofPrompt !== null) return ofPrompt;
    const proposals = this.#needsFreshGround ? this.#freshGround(random) : this.#proposals(random);
    let best = proposals[0]!;
    let highest = -1;
    for (const proposal of proposals) {
      const isInRow = proposal.purpose === "replicate" ? () => true : this.#isIn(proposal.sourceRow);
      const value = this.#value.ofSet(proposal.attributes, isInRow);
      if (value > highest) [best, highest] = [proposal, value];
    }
    best = this.#turns?.next(best.purpose, random) ?? best;
    this.#fresh.of++;
    if (best.purpose === "explore") this.#fresh.candidates++;
    return {proposal: best, value: highest};
  }

  get #needsFreshGround(): boolean {
    const {candidates, of} = this.#fresh;
    return this.posterior.observations.asked < this.#freshUntil && candidates < freshGround.share * of;
  }

  /** What is little tested. */
  #freshGround(random: Random): ExplorationProposal[] {
    const {rows} = this.pool;
    const next = this.#rotation.next();
    const pair = this.#rotation.frequentPair();
    const proposals = [
      this.#explore([], rows[integerBelow(random, rows.length)]!),
      this.#explore([next], this.#rowOf(next, random))
    ];
    return pair === null ? proposals : [...proposals, this.#explore(pair, this.#rowWith(pair))];
  }

  /** The same, promising attributes with their partners, promising ones together. */
  #proposals(random: Random): ExplorationProposal[] {
    const proposals: ExplorationProposal[] = [
      ...this.#freshGround(random),
      {...this.#follow(this.#promising.draw(random), random), purpose: "follow", origin: null},
      this.#combineLikeliest(random)
    ];
    const suspect = this.#suspect();
    return suspect === null ? proposals : [...proposals, this.#replicate(suspect)];
  }

  /** Fills a set up from a row and from the attributes that come next in the rotation. */
  #explore(seed: readonly number[], row: number | null): ExplorationProposal {
    const others = row === null ? [] : this.pool.attributesOf(row);
    const options = [...others, ...this.#rotation.upcoming()];
    const attributes = this.#fill(seed, options, this.#isIn(row));
    return {attributes, sourceRow: row, purpose: "explore", origin: null};
  }

  /** The suspect with the highest odds, less what is planned for it. */
  #suspect(): Suspect | null {
    const {ranked} = this.suspects;
    while (this.#served < ranked.length && ranked[this.#served]!.pending > maxPendingReplicates) this.#served++;
    return ranked[this.#served] ?? null;
  }

  /** A suspect with other suspects, as they mostly say nothing to each other: one query tests several. */
  #replicate(suspect: Suspect): ExplorationProposal {
    const {set, flags} = suspect;
    const company = this.#companyOf(suspect);
    const next = this.suspects.ranked.slice(this.#served + 1, this.#served + 1 + suspectLookahead);
    const likely = next.flatMap((other) => other.set).filter((id) => !company.has(id));
    const options = [...likely, ...this.#rotation.upcoming()];
    const attributes = this.#fill(set, options);
    return {
      attributes,
      sourceRow: null,
      purpose: "replicate",
      origin: this.posterior.observations.all[[...flags][0]!]!.candidates[0]!
    };
  }

  /**
   * Attributes that failed with a suspect more than once: in the same company once more, a failure would not tell which
   * of them it is.
   */
  #companyOf({set, flags}: Suspect): Set<number> {
    const [once, again] = [new Set<number>(), new Set<number>()];
    if (this.#turns === null || flags.size < 2) return again;
    for (const i of flags)
      for (const id of this.posterior.observations.all[i]!.attributes) {
        if (set.includes(id)) continue;
        if (once.has(id)) again.add(id);
        else once.add(id);
      }
    return again;
  }

  /** A promising attribute with those of highest gain that share rows with it. */
  #follow(id: number, random: Random): Proposal {
    const set = this.#fill([id], this.#partners(id, random));
    return set.length < maxAttributes ? this.#combine(set, random) : {attributes: set, sourceRow: null};
  }

  /** Partners from the rows of an attribute; those that were found serve a few times. */
  #partners(id: number, random: Random): readonly number[] {
    const known = this.#found.get(id);
    if (known !== undefined && known.left-- > 0) return known.partners;
    const partners = this.#findPartners(id, random);
    this.#found.set(id, {partners, left: partnerSearch.uses});
    return partners;
  }

  #findPartners(id: number, random: Random): number[] {
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

  /** A promising attribute with those of highest gain among the attributes that are likeliest active. */
  #combineLikeliest(random: Random): ExplorationProposal {
    const options = [...this.#likeliest, ...this.#rotation.upcoming()];
    const attributes = this.#fill([this.#promising.draw(random)], options);
    return {attributes, sourceRow: null, purpose: "combine", origin: null};
  }

  #fill(
    seed: readonly number[],
    candidates: readonly number[],
    isInRow: (id: number) => boolean = () => false
  ): number[] {
    return fillGreedily(this.#value, seed, candidates, {isInRow, mayJoin: this.#mayJoin});
  }

  /**
   * Two attributes that fail now and then by themselves are not put together again once they were tested as a pair: a
   * failure would say little about what else is tried with either.
   */
  readonly #mayJoin = (set: readonly number[], id: number): boolean => {
    const {active} = this.posterior;
    if (this.#turns === null || active[id]! < activeCompany.from) return true;
    return set.every(
      (other) => active[other]! < activeCompany.from || this.coverage.ofPair(id, other) < activeCompany.tests
    );
  };

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
