import type {Purpose} from "../../../src/shared/schema.js";
import type {Random} from "../../util/random.js";
import {chanceAboveHalf} from "./chance.js";
import {CoreBelief} from "./core-belief.js";
import type {Rates} from "./core-hypotheses.js";
import {CoreTrial, enough} from "./core-trial.js";
import {holds, type Evidence, type Explained} from "./evidence.js";
import type {AdaptiveRegion} from "./region.js";

/** A set that an inquiry wants asked. */
export interface Wish {
  core: readonly number[];
  company: boolean; // with other attributes at random
  purpose: Purpose;
}

export interface InquiryContext {
  evidence: Evidence;
  rates: Rates;
  explained: Explained; // candidates that confirmed regions explain
  roundsLeft: number; // rounds that can still be planned, this one included
  planned: number; // candidates of the whole search
}

const sure = 0.95;
const wave = 6; // candidates of a round
const largestWave = 4 * wave; // where a set needs that many to be proven
const mostProbes = 36;
const sureOfWeak = 0.8;
const leastWeak = 0.003; // chance of a weak pair that is worth another call
const leastOfPrior = 25; // the same, in chances that new attributes hold a region: it takes some calls to learn what it lacks
const mostlyHeld = 0.8; // chance that a part of the attributes holds the weak pair
const mostFresh = (planned: number): number => Math.min(150, Math.max(40, planned / 50));

/**
 * A flagged candidate being looked into: is it more than luck, which of its attributes carry it, how often do fresh
 * queries of these fail, and what becomes of it when one attribute is taken away.
 */
export class Inquiry {
  stage: "probe" | "verify" | "confirmed" | "dropped" = "probe";
  trial: CoreTrial | null = null;
  found: Pick<AdaptiveRegion, "core" | "fresh" | "isReduced" | "isCertain" | "without"> | null = null;
  guess: number[] | null = null; // what will likely be the core
  weak: readonly number[] | null = null; // dropped, and this part of it fails more often than the base rate
  wording: readonly number[] | null = null; // what says in it, in other words, what a region says; null once that failed
  hot = 0; // chance that there is a region in it
  #probes = 0;
  #wasSuggested = false;
  #tried: string[] = []; // cores that were verified and failed

  constructor(
    readonly run: number,
    readonly origin: number, // the flagged candidate
    readonly attributes: readonly number[]
  ) {}

  get core(): readonly number[] | null {
    return this.found?.core ?? this.trial?.core ?? null;
  }

  /** Takes up, once, that a part of it says in other words what a region says: that is measured before anything else. */
  suggest(wording: readonly number[]): void {
    if (this.stage !== "probe" || this.#wasSuggested) return;
    this.wording = wording;
    this.#wasSuggested = true;
  }

  /** What to ask next; may end the inquiry instead. */
  wishes(context: InquiryContext, random: Random): Wish[] {
    if (this.stage === "probe") return this.#probe(context, random);
    if (this.stage === "verify") return this.#verify(this.trial!, context);
    return [];
  }

  /** Takes in the answer to one of its wishes. */
  take(purpose: Purpose, asked: readonly number[], index: number, isScored: boolean): void {
    if (purpose === "replicate" || purpose === "reduce") this.#probes++;
    if (isScored) this.trial?.take(purpose, asked, index);
  }

  /** Ends the inquiry: what was seen so far proves a region, though perhaps not the smallest, or it does not. */
  conclude(context: InquiryContext): void {
    const {evidence, rates, explained} = context;
    const belief = new CoreBelief(this.attributes, evidence, rates, explained);
    if (belief.hot < sure) return;
    for (const set of [...(this.trial === null ? [] : [this.trial.core]), ...belief.holders(sure)]) {
      const seen = this.#seen(set, context);
      if (chanceOf(evidence.tally(seen)) < sure) continue;
      const isDone = set === this.trial?.core && this.trial.isMeasured && this.trial.ablations.length === 0;
      return this.#confirm(isDone ? this.trial! : null, set, seen, evidence);
    }
  }

  #confirm(trial: CoreTrial | null, set: readonly number[], seen: number[], evidence: Evidence): void {
    this.stage = "confirmed";
    this.found = {
      core: [...set],
      fresh: trial?.fresh ?? seen,
      isReduced: trial !== null,
      isCertain: chanceOf(evidence.tallyFlags(seen)) >= sure,
      without: [...(this.trial?.core === set ? this.trial.without : [])].map(([attribute, fresh]) => ({
        attribute,
        fresh
      }))
    };
  }

  /** Scored candidates that had a set and no other attribute of the inquiry, without the one that opened it. */
  #seen(set: readonly number[], {evidence, explained}: InquiryContext): number[] {
    const others = this.attributes.filter((id) => !set.includes(id));
    const used = this.trial?.core === set ? this.trial.suggestedBy : [];
    return evidence.indicesOf(set[0]!).filter((i) => {
      const {attributes, violated} = evidence.all[i]!;
      if (i === this.origin || violated === null || explained.has(i) || used.includes(i)) return false;
      return holds(attributes, set) && !others.some((id) => attributes.includes(id));
    });
  }

  #probe(context: InquiryContext, random: Random): Wish[] {
    const {evidence, rates, explained, roundsLeft} = context;
    if (this.wording !== null) return this.#verify((this.trial = this.#begin(this.wording, evidence)), context);
    const belief = new CoreBelief(this.attributes, evidence, rates, explained);
    const {hot, weak, best} = belief;
    this.hot = hot;
    if (this.#probes >= mostProbes || weak > sureOfWeak)
      return this.#drop(weak > 0.5 ? belief.weakHolder(mostlyHeld) : null);
    if (this.#isHopeless(belief, rates)) return this.#drop();
    if (hot > 0.8 && best.chance > 0.75) {
      if (this.#tried.includes(best.core.join())) return this.#drop();
      return this.#verify((this.trial = this.#begin(best.core, evidence)), context);
    }
    this.guess = hot > 0.5 && best.chance > 0.5 ? best.core : null;
    if (roundsLeft === 1) return this.#lastChance(belief);
    const wanted = hot + weak > 0.05 ? 6 : rates.base > 0.05 ? 1 : 2;
    return belief.tests(roundsLeft <= 5 ? wanted * 2 : wanted, random).map((core) => this.#test(core));
  }

  /** Whether another candidate is better spent on new attributes. */
  #isHopeless({hot, weak, whole}: CoreBelief, {prior}: Rates): boolean {
    if (weak >= Math.max(leastWeak, prior * leastOfPrior)) return false;
    return (this.#probes > 0 && hot < prior * 1.5) || (whole.n >= 6 && chanceOf(whole) < 0.07);
  }

  #begin(core: readonly number[], evidence: Evidence): CoreTrial {
    this.stage = "verify";
    return new CoreTrial(core, evidence);
  }

  /** No time to find the smallest set: asks whether one that likely holds it fails. */
  #lastChance(belief: CoreBelief): Wish[] {
    const set = belief.holders(0.9)[0] ?? this.attributes;
    return Array.from({length: wave}, () => this.#test(set));
  }

  #test(core: readonly number[]): Wish {
    return {core, company: false, purpose: core.length === this.attributes.length ? "replicate" : "reduce"};
  }

  #verify(trial: CoreTrial, context: InquiryContext): Wish[] {
    const {evidence, roundsLeft, planned} = context;
    const {core, fresh} = trial;
    const seen = this.#seen(core, context);
    const chance = chanceOf(evidence.tally(seen));
    const hasFailed =
      (fresh.length >= 6 && trial.chance < 0.04) || (fresh.length >= mostFresh(planned) && chance < sure);
    if (hasFailed) return this.#failed(trial, context);
    const {smaller} = trial;
    if (smaller !== null) return this.#verify((this.trial = smaller), context);
    const isSure = trial.isMeasured && chance >= sure;
    const isEarly = roundsLeft <= 8 || fresh.length > 0;
    const ablations = isSure || (isEarly && chance > 0.8) ? trial.ablations : [];
    if (isSure && ablations.length === 0) {
      this.#confirm(trial, core, seen, evidence);
      return [];
    }
    const least = roundsLeft <= 3 ? 2 * wave : fresh.length === 0 ? enough : wave;
    const wanted = isSure ? 0 : fresh.length === 0 ? least : Math.max(least, stillToProve(evidence.tally(seen)));
    return [...Array.from({length: wanted}, (): Wish => ({core, company: true, purpose: "verify"})), ...ablations];
  }

  /** Back to the larger core, where this one is a part of it; else to probing, with what the fresh candidates taught. */
  #failed(trial: CoreTrial, context: InquiryContext): Wish[] {
    const larger = trial.backToLarger();
    if (larger !== null) return this.#verify((this.trial = larger), context);
    if (this.wording === null) this.#tried.push(trial.core.join()); // not twice
    this.wording = null;
    if (this.#tried.length >= 2) return this.#drop();
    this.trial = null;
    this.stage = "probe";
    return [];
  }

  #drop(weak: readonly number[] | null = null): Wish[] {
    this.weak = weak;
    this.stage = "dropped";
    return [];
  }
}

/** How many more candidates would prove a region, if they fail as often as those before; no more than a round may have. */
function stillToProve({n, violations}: {n: number; violations: number}): number {
  const rate = (violations + 1) / (n + 2);
  if (rate <= 0.5) return 0;
  let more = 0;
  while (more < largestWave && chanceAboveHalf(Math.round(violations + rate * more), n + more) < sure) more++;
  return more;
}

const chanceOf = ({n, violations}: {n: number; violations: number}): number => chanceAboveHalf(violations, n);
