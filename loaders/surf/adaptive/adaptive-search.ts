import type {Purpose} from "../../../src/shared/schema.js";
import type {AttributePool} from "../../corpus/pools/attribute-pool.js";
import {createRandom, integerBelow, seedOf, type Random} from "../../util/random.js";
import {maxAttributes} from "../draws.js";
import {Evidence, holds} from "./evidence.js";
import {Explorer, type Proposal} from "./explorer.js";
import {Inquiry, type InquiryContext, type Wish} from "./inquiry.js";
import {PoolIndex} from "./pool-index.js";
import type {AdaptiveRegion} from "./region.js";
import {candidatesLeft, roundsOf} from "./rounds.js";
import {sameMeaning} from "./same-meaning.js";

/** One candidate to be asked. */
export interface Ask extends Proposal {
  purpose: Purpose;
  run: number; // from 0
  origin: number | null; // the candidate it looks into, by its place among all asked
  inquiry: Inquiry | null;
}

export interface AdaptiveOptions {
  seed: number | string;
  iterations: number; // planned, in the rounds of `roundSizes`
  threshold: number; // score above which an answer is a violation
}

const mostForInquiries = 0.7; // share of a round, while there is time left
const timeOfAnInquiry = 5; // rounds
const passesAtLast = 3;
const weakPrior = 1e-3; // chance that five attributes hold two of three that make a region

/** The search of one rubric on one target: what all its runs know, and what each asks next. */
export class AdaptiveSearch {
  readonly pool: PoolIndex;
  readonly evidence: Evidence;
  readonly regions: AdaptiveRegion[] = [];
  readonly explorer: Explorer;
  inquiries: Inquiry[] = [];
  explored = 0;
  #iteration = 0;
  #round = 0;

  constructor(
    pool: AttributePool,
    private readonly options: AdaptiveOptions
  ) {
    this.pool = new PoolIndex(pool);
    this.evidence = new Evidence(this.pool.size, options.threshold, this.pool.neighbours);
    this.explorer = new Explorer(this.pool, this.evidence, createRandom(seedOf("adaptive", options.seed)));
  }

  /** The candidates of the next round of an iteration, all runs together: `sizes` says how many each run asks. */
  plan(sizes: readonly number[], iteration: number): Ask[] {
    this.#iteration = iteration;
    this.#round++;
    const random = createRandom(seedOf("adaptive", this.options.seed, this.#round));
    const roundsLeft = Math.max(1, roundsOf(this.options.iterations) - this.#round + 1);
    this.#refresh();
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const free = [...sizes];
    const most = Math.round(total * (roundsLeft <= timeOfAnInquiry ? 1 : mostForInquiries));
    const planned = this.evidence.all.length + candidatesLeft(roundsLeft, total);
    const asks = this.#ofInquiries(most, this.#context(roundsLeft, planned), free, random);
    return [...asks, ...this.#newOnes(free, random)].toSorted((a, b) => a.run - b.run);
  }

  /** Takes in the scores, in the order of the asks; null: unscored. */
  take(asks: readonly Ask[], scores: readonly (number | null)[]): void {
    const known = this.#known();
    for (const [i, ask] of asks.entries()) {
      const {attributes, purpose} = ask;
      const index = this.evidence.add({attributes, purpose, score: scores[i]!});
      const {violated} = this.evidence.all[index]!;
      ask.inquiry?.take(purpose, attributes, index, violated !== null);
      if (purpose === "control") this.evidence.markTried(attributes); // others were marked when they were planned
      if (ask.inquiry !== null) continue;
      this.explored++;
      if (violated && !known.some((core) => holds(ask.attributes, core)))
        this.inquiries.push(new Inquiry(ask.run, index, ask.attributes));
    }
    this.#settle();
  }

  /** Whether a set is being measured that may yet be a region. */
  get isVerifying(): boolean {
    return this.inquiries.some(({stage}) => stage === "verify");
  }

  /** Ends the search: what the answers prove is a region too, though it may not be the smallest. */
  finish(): void {
    this.#refresh();
    for (const inquiry of this.inquiries.toSorted((a, b) => urgency(b) - urgency(a))) {
      if (!this.#isOwn(inquiry)) continue;
      inquiry.conclude(this.#context(1, this.evidence.all.length));
      if (inquiry.found === null) continue;
      this.#settle();
      this.#refresh();
    }
    this.#settle();
  }

  #suggestWording(inquiry: Inquiry): void {
    if (this.pool.neighbours === null) return;
    for (const {core} of this.regions) {
      const wording = sameMeaning(inquiry.attributes, core, this.pool);
      if (wording !== null) return inquiry.suggest(wording);
    }
  }

  #context(roundsLeft: number, planned: number): InquiryContext {
    const {evidence} = this;
    const prior = (this.regions.length + 1) / (this.explored + 500);
    const rates = {base: evidence.base, hot: this.#hotRate(), prior, weak: weakPrior};
    const explained = evidence.explainedBy(this.regions.map(({core}) => core));
    return {evidence, rates, explained, roundsLeft, planned};
  }

  /** Cores that are confirmed, being verified or likely. */
  #known(): (readonly number[])[] {
    return [
      ...this.regions.map(({core}) => core),
      ...this.inquiries.flatMap(({core, guess}) => ((core ?? guess) ? [(core ?? guess)!] : []))
    ];
  }

  #refresh(): void {
    const known = this.#known();
    this.evidence.refresh(known);
    this.explorer.refresh();
  }

  #ofInquiries(most: number, context: InquiryContext, free: number[], random: Random): Ask[] {
    const avoid = this.#avoided();
    for (const inquiry of this.inquiries) this.#suggestWording(inquiry);
    const wished = this.inquiries.map((inquiry) => ({
      inquiry,
      wishes: this.#isOwn(inquiry) ? inquiry.wishes(context, random) : []
    }));
    wished.sort((a, b) => urgency(b.inquiry) - urgency(a.inquiry)); // stable: then by age
    const asks: Ask[] = [];
    const passes = context.roundsLeft === 1 ? passesAtLast : 1; // what is first flagged in the last round comes to nothing
    for (let pass = 0; pass < passes; pass++)
      for (const {inquiry, wishes} of wished) {
        if (asks.length + wishes.length > most) continue;
        for (const wish of wishes) {
          const run = takePlace(free, inquiry.run);
          asks.push({
            ...this.#toProposal(wish, avoid, random),
            purpose: wish.purpose,
            run,
            origin: inquiry.origin,
            inquiry
          });
        }
      }
    this.#settle();
    return asks;
  }

  /** Whether an inquiry looks into what no region and no older inquiry has. */
  #isOwn(inquiry: Inquiry): boolean {
    const {attributes, core} = inquiry;
    if (this.regions.some((region) => holds(core ?? attributes, region.core))) {
      inquiry.stage = "dropped";
      return false;
    }
    for (const other of this.inquiries) {
      if (other === inquiry) return true;
      if (other.core !== null && holds(core ?? attributes, other.core)) return false; // waits for what the other finds
    }
    return true;
  }

  /** Share of violations to expect inside a region: what confirmed ones show, little of it while there are few. */
  #hotRate(): number {
    const {n, violations} = this.evidence.tally(this.regions.flatMap(({fresh}) => fresh));
    return Math.min(0.9, Math.max(0.5, (violations + 7) / (n + 10)));
  }

  #avoided(): Set<number> {
    const avoid = new Set(this.#known().flat());
    for (const {attributes, stage} of this.inquiries) if (stage === "probe") for (const id of attributes) avoid.add(id);
    for (let id = 0; id < this.pool.size; id++) if (this.evidence.active[id]! > 0.2) avoid.add(id);
    return avoid;
  }

  #toProposal({core, company}: Wish, avoid: ReadonlySet<number>, random: Random): Proposal {
    if (!company) return {attributes: [...core], sourceRow: null};
    const room = maxAttributes - core.length;
    return this.explorer.company(core, integerBelow(random, room + 1), avoid, random);
  }

  #newOnes(free: readonly number[], random: Random): Ask[] {
    const known = this.#known();
    return free.flatMap((count, run) =>
      Array.from({length: count}, (): Ask => {
        let proposal = this.explorer.propose(random);
        for (let i = 0; i < 5 && known.some((core) => holds(proposal.attributes, core)); i++)
          proposal = this.explorer.propose(random);
        this.evidence.markTried(proposal.attributes);
        return {...proposal, run, origin: null, inquiry: null};
      })
    );
  }

  #settle(): void {
    for (const inquiry of this.inquiries) {
      const {found, run} = inquiry;
      if (found === null || this.regions.some(({core}) => holds(found.core, core))) continue;
      for (let i = this.regions.length - 1; i >= 0; i--)
        if (holds(this.regions[i]!.core, found.core)) this.regions.splice(i, 1);
      this.regions.push({...found, run, firstSeen: this.evidence.all.length, iteration: this.#iteration});
    }
    for (const {weak} of this.inquiries) if (weak !== null) this.explorer.widening.take(weak);
    this.inquiries = this.inquiries.filter(({stage}) => stage === "probe" || stage === "verify");
  }
}

/** Other words for what is known come last. */
const urgency = ({stage, hot, wording}: Inquiry): number => (stage === "verify" ? 2 : hot) - (wording === null ? 0 : 3);

/** The run that asks: the one whose niche it is, or another that has room. */
function takePlace(free: number[], own: number): number {
  const run = free[own]! > 0 ? own : free.indexOf(Math.max(...free));
  free[run]!--;
  return run;
}
