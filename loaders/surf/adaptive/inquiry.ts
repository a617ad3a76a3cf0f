import type {Purpose} from "../../../src/lib/schema.js";
import type {Random} from "../../util/random.js";
import {chanceAboveHalf} from "./chance.js";
import {CoreBelief, type Rates} from "./core-belief.js";
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
  isWeak = false; // dropped, and fails more often than the base rate
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
    return evidence.indicesOf(set[0]!).filter((i) => {
      const {attributes, violated} = evidence.all[i]!;
      if (i === this.origin || violated === null || explained.has(i)) return false;
      return holds(attributes, set) && !others.some((id) => attributes.includes(id));
    });
  }

  #probe(context: InquiryContext, random: Random): Wish[] {
    const {evidence, rates, explained, roundsLeft} = context;
    const belief = new CoreBelief(this.attributes, evidence, rates, explained);
    this.hot = belief.hot;
    const {whole, best} = belief;
    if (this.wording !== null) return this.#verify((this.trial = this.#begin(this.wording, evidence)), context);
    const {core, chance} = best;
    if ((this.#probes > 0 && this.hot < rates.prior * 1.5) || this.#probes >= mostProbes) return this.#drop();
    if (whole.n >= 6 && chanceOf(whole) < 0.07) return this.#drop(whole.violations > 2);
    if (this.hot > 0.8 && chance > 0.75) {
      if (this.#tried.includes(core.join())) return this.#drop();
      return this.#verify((this.trial = this.#begin(core, evidence)), context);
    }
    this.guess = this.hot > 0.5 && chance > 0.5 ? core : null;
    if (roundsLeft === 1) return this.#lastChance(belief);
    const wanted = this.hot > 0.05 ? 6 : rates.base > 0.05 ? 1 : 2;
    return belief.tests(roundsLeft <= 5 ? wanted * 2 : wanted, random).map((core) => this.#test(core));
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
    if (fresh.length >= 6 && trial.chance < 0.04) return this.#failed(core);
    if (fresh.length >= mostFresh(planned) && chance < sure) return this.#failed(core);
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

  /** Back to probing, with what the fresh candidates taught; not twice for one core. */
  #failed(core: readonly number[]): Wish[] {
    if (this.wording === null) this.#tried.push(core.join());
    this.wording = null;
    if (this.#tried.length >= 2) return this.#drop();
    this.trial = null;
    this.stage = "probe";
    return [];
  }

  #drop(isWeak = false): Wish[] {
    this.isWeak = isWeak;
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
