import type {Purpose} from "../../../src/lib/schema.js";
import type {Random} from "../../util/random.js";
import {chanceAboveHalf} from "./chance.js";
import {CoreBelief, type Rates} from "./core-belief.js";
import {holds, type Evidence} from "./evidence.js";

/** A set that an inquiry wants asked. */
export interface Wish {
  core: number[];
  company: boolean; // with other attributes at random
  purpose: Purpose;
}

export interface InquiryContext {
  evidence: Evidence;
  rates: Rates;
  explained: ReadonlySet<number>; // candidates that confirmed regions explain
  roundsLeft: number; // iterations that can still be planned, this one included
  planned: number; // candidates of the whole search
}

interface Count {
  n: number;
  violations: number;
}

const sure = 0.95;
const enough = 5; // fresh candidates without which nothing is confirmed
const wave = 6; // fresh candidates of an iteration
const trialsWithout = 4; // of a core that lacks one of its attributes
const mostFresh = (planned: number): number => Math.min(150, Math.max(40, planned / 50));
const mostProbes = 36;

/**
 * A flagged candidate being looked into: is it more than luck, which of its attributes carry it, how often do fresh
 * queries of these fail, and what becomes of it when one attribute is taken away.
 */
export class Inquiry {
  stage: "probe" | "verify" | "confirmed" | "dropped" = "probe";
  core: number[] | null = null;
  guess: number[] | null = null; // what will likely be the core
  isWeak = false; // dropped, and fails more often than the base rate
  isReduced = true; // which attributes carry the failure is settled
  hot = 0; // chance that there is a region in it
  fresh: number[] = [];
  count: Count = {n: 0, violations: 0};
  without = new Map<number, Count & {fresh: number[]}>();
  #probes = 0;
  #tried: string[] = []; // cores that were verified and failed

  constructor(
    readonly run: number,
    readonly origin: number, // the flagged candidate
    readonly attributes: readonly number[]
  ) {}

  /** What to ask next; may end the inquiry instead. */
  wishes(context: InquiryContext, random: Random): Wish[] {
    if (this.stage === "probe") return this.#probe(context, random);
    if (this.stage === "verify") return this.#verify(context);
    return [];
  }

  /** Takes in the answer to one of its wishes. */
  take(purpose: Purpose, asked: readonly number[], index: number, violated: boolean | null): void {
    if (purpose === "replicate" || purpose === "reduce") this.#probes++;
    if (this.core === null || violated === null) return;
    if (purpose === "verify") {
      this.fresh.push(index);
      add(this.count, violated);
    }
    const missing = this.core.filter((attribute) => !asked.includes(attribute));
    if (purpose !== "ablate" || missing.length !== 1) return;
    const count = this.without.get(missing[0]!) ?? {n: 0, violations: 0, fresh: []};
    add(count, violated);
    count.fresh.push(index);
    this.without.set(missing[0]!, count);
  }

  /** Ends the inquiry: what was seen so far proves a region, though perhaps not the smallest, or it does not. */
  conclude(context: InquiryContext): void {
    const {evidence, rates, explained} = context;
    const belief = new CoreBelief(this.attributes, evidence, rates, explained);
    if (belief.hot < sure) return;
    for (const set of this.core === null ? belief.holders(sure) : [this.core, ...belief.holders(sure)]) {
      const seen = this.#seen(set, context);
      const violations = seen.filter((i) => evidence.all[i]!.violated).length;
      if (chanceAboveHalf(violations, seen.length) < sure) continue;
      this.stage = "confirmed";
      this.isReduced = set === this.core && this.#isMeasured() && this.#ablations(set).length === 0;
      if (this.isReduced) return;
      this.core = [...set];
      this.fresh = seen;
      this.count = {n: seen.length, violations};
      return;
    }
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
    const {core, chance} = best;
    if ((this.#probes > 0 && this.hot < rates.prior * 1.5) || this.#probes >= mostProbes) return this.#drop();
    if (whole.n >= 6 && chanceAboveHalf(whole.violations, whole.n) < 0.07) return this.#drop(whole.violations > 2);
    if (this.hot > 0.8 && chance > 0.75) {
      if (this.#tried.includes(core.join())) return this.#drop();
      this.core = core;
      this.stage = "verify";
      return this.#verify(context);
    }
    this.guess = this.hot > 0.5 && chance > 0.5 ? core : null;
    if (roundsLeft === 1) return this.#lastChance(belief);
    const wanted = this.hot > 0.05 ? 6 : rates.base > 0.05 ? 1 : 2;
    return belief.tests(roundsLeft <= 5 ? wanted * 2 : wanted, random).map((core) => ({
      core,
      company: false,
      purpose: core.length === this.attributes.length ? "replicate" : "reduce"
    }));
  }

  /** No time to find the smallest set: asks whether one that likely holds it fails. */
  #lastChance(belief: CoreBelief): Wish[] {
    const core = belief.holders(0.9)[0] ?? [...this.attributes];
    const purpose = core.length === this.attributes.length ? "replicate" : "reduce";
    return Array.from({length: wave}, (): Wish => ({core, company: false, purpose}));
  }

  #verify(context: InquiryContext): Wish[] {
    const core = this.core!;
    const {n, violations} = this.count;
    const seen = this.#seen(core, context);
    const failed = seen.filter((i) => context.evidence.all[i]!.violated).length;
    const chance = chanceAboveHalf(failed, seen.length);
    if (n >= 6 && chanceAboveHalf(violations, n) < 0.04) return this.#failed(core);
    if (n >= mostFresh(context.planned) && chance < sure) return this.#failed(core);
    const isSure = this.#isMeasured() && chance >= sure;
    const spare = core.find((attribute) => this.#isSpare(attribute));
    if (spare !== undefined) return this.#shrink(spare, context);
    const early = context.roundsLeft <= 8 || n > 0;
    const ablations = core.length > 1 && (isSure || (early && chance > 0.8)) ? this.#ablations(core) : [];
    if (isSure && ablations.length === 0) {
      this.stage = "confirmed";
      return [];
    }
    const wanted = isSure ? 0 : context.roundsLeft <= 3 ? 2 * wave : n === 0 ? enough : wave;
    return [...Array.from({length: wanted}, (): Wish => ({core, company: true, purpose: "verify"})), ...ablations];
  }

  /** Whether fresh candidates alone speak for a region. */
  #isMeasured(): boolean {
    const {n, violations} = this.count;
    return n >= enough && chanceAboveHalf(violations, n) > 0.75;
  }

  #ablations(core: readonly number[]): Wish[] {
    if (core.length === 1) return [];
    return core.flatMap((attribute) => {
      const {n, violations} = this.without.get(attribute) ?? {n: 0, violations: 0};
      const rest = core.filter((other) => other !== attribute);
      const wanted = violations > 1 ? 2 * trialsWithout : trialsWithout;
      return Array.from({length: Math.max(0, wanted - n)}, (): Wish => ({
        core: rest,
        company: true,
        purpose: "ablate"
      }));
    });
  }

  /** Whether the failure stays without an attribute. */
  #isSpare(attribute: number): boolean {
    const {n, violations} = this.without.get(attribute) ?? {n: 0, violations: 0};
    return n >= 5 && this.core!.length > 1 && chanceAboveHalf(violations, n) > 0.6;
  }

  /** Goes on with the smaller core, on the fresh candidates that lacked the attribute. */
  #shrink(attribute: number, context: InquiryContext): Wish[] {
    const {fresh, n, violations} = this.without.get(attribute)!;
    this.core = this.core!.filter((other) => other !== attribute);
    this.fresh = [...fresh];
    this.count = {n, violations};
    this.without.clear();
    return this.#verify(context);
  }

  /** Back to probing, with what the fresh candidates taught; not twice for one core. */
  #failed(core: readonly number[]): Wish[] {
    this.#tried.push(core.join());
    if (this.#tried.length >= 2) return this.#drop();
    this.core = null;
    this.fresh = [];
    this.count = {n: 0, violations: 0};
    this.without.clear();
    this.stage = "probe";
    return [];
  }

  #drop(isWeak = false): Wish[] {
    this.isWeak = isWeak;
    this.stage = "dropped";
    return [];
  }
}

function add(count: Count, violated: boolean): void {
  count.n++;
  if (violated) count.violations++;
}
