import type {Purpose} from "../../../src/lib/schema.js";
import type {Random} from "../../util/random.js";
import {chanceAboveHalf} from "./chance.js";
import {CoreBelief, type Rates} from "./core-belief.js";
import type {Evidence} from "./evidence.js";

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
}

interface Count {
  n: number;
  violations: number;
}

const sure = 0.95;
const enough = 10; // fresh candidates without which nothing is confirmed
const mostFresh = 40;
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
    const wanted = this.hot > 0.05 ? 6 : rates.base > 0.05 ? 1 : 2;
    return belief.tests(roundsLeft <= 5 ? wanted * 2 : wanted, random).map((core) => ({
      core,
      company: false,
      purpose: core.length === this.attributes.length ? "replicate" : "reduce"
    }));
  }

  #verify(context: InquiryContext): Wish[] {
    const core = this.core!;
    const {n, violations} = this.count;
    const chance = chanceAboveHalf(violations, n);
    if (n >= 6 && chance < 0.04) return this.#failed(core);
    if (n >= mostFresh && chance < sure) return this.#failed(core);
    const isSure = n >= enough && chance >= sure;
    const spare = core.find((attribute) => this.#isSpare(attribute));
    if (spare !== undefined) return this.#shrink(spare, context);
    const ablations = core.length > 1 && (isSure || (n > 0 && chance > 0.8)) ? this.#ablations(core) : [];
    if (isSure && ablations.length === 0) {
      this.stage = "confirmed";
      return [];
    }
    const wanted = isSure ? 0 : context.roundsLeft <= 7 ? 12 : n === 0 ? 6 : 8;
    return [...Array.from({length: wanted}, (): Wish => ({core, company: true, purpose: "verify"})), ...ablations];
  }

  #ablations(core: readonly number[]): Wish[] {
    return core.flatMap((attribute) => {
      const {n} = this.without.get(attribute) ?? {n: 0};
      const rest = core.filter((other) => other !== attribute);
      return Array.from({length: Math.max(0, 6 - n)}, (): Wish => ({core: rest, company: true, purpose: "ablate"}));
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
