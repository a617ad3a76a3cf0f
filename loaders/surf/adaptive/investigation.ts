import type {Purpose} from "../../../src/shared/schema.js";
import {promptsForVerdict} from "../../corpus/prompts/own-attributes.js";
import type {Random} from "../../util/random.js";
import {confirmFrom, maxFailedCores} from "./constants.js";
import {CoreMeasurement} from "./core-measurement.js";
import {CorePosterior, type CoreEvidence} from "./core-posterior.js";
import type {FoundRegion} from "./found-region.js";
import type {FreshPrompts} from "./fresh-prompts.js";
import type {GroupTest} from "./group-test.js";
import {decideLocalization} from "./localization.js";
import {probabilityAboveHalf} from "./rate-posterior.js";
import {decideVerification, type SearchProgress} from "./verification.js";

export interface InvestigationContext extends CoreEvidence, SearchProgress {
  prompts?: FreshPrompts; // of the corpus that queries are drawn from; absent: they are written
}

/**
 * The investigation of a flagged candidate, by adaptive group testing. First it is localized: is there a region, and
 * which of the attributes are its core (localization.ts)? Then the core is verified on fresh queries and reduced to
 * what the failure needs (verification.ts).
 */
export class Investigation {
  stage: "localize" | "verify" | "confirmed" | "refused" | "rejected" = "localize";
  measurement: CoreMeasurement | null = null; // of the core that is being verified
  found: Omit<FoundRegion, "run" | "confirmedAt" | "iteration"> | null = null;
  likelyCore: readonly number[] | null = null;
  weakSet: readonly number[] | null = null; // rejected, and this part of it holds a weak pair
  paraphrase: readonly number[] | null = null; // the part that is a known core in other words; null once it failed
  regionProbability = 0; // posterior, as of the last decision
  #tests = 0; // for localization
  #hadParaphrase = false;
  readonly #failedCores: string[] = [];

  constructor(
    readonly run: number,
    readonly origin: number, // the flagged candidate
    readonly attributes: readonly number[]
  ) {}

  /** The core that is found or being verified; null: not localized. */
  get core(): readonly number[] | null {
    return this.found?.core ?? this.measurement?.core ?? null;
  }

  /** Says, once, that a part of it is a known core in other words: then that is verified without localization. */
  suggestParaphrase(part: readonly number[]): void {
    if (this.stage !== "localize" || this.#hadParaphrase) return;
    this.paraphrase = part;
    this.#hadParaphrase = true;
  }

  /** The tests it asks for next; none where it ends instead. */
  nextTests(context: InvestigationContext, random: Random): GroupTest[] {
    if (this.stage === "localize") return this.#localize(context, random);
    if (this.stage === "verify") return this.#verify(this.measurement!, context);
    return [];
  }

  /** Takes in the outcome of one of its tests. */
  observe(purpose: Purpose, asked: readonly number[], index: number, isScored: boolean): void {
    if (purpose === "replicate" || purpose === "reduce") this.#tests++;
    if (isScored) this.measurement?.observe(purpose, asked, index);
  }

  /**
   * Ends the investigation with the search. Reports the core being verified, else the smallest 95% credible set, if its
   * rate is above one half with 95%. It may not be minimal.
   */
  conclude(context: InvestigationContext): void {
    const {measurement} = this;
    const posterior = new CorePosterior(this.attributes, context);
    if (posterior.regionProbability < confirmFrom) return;
    const sets = posterior.credibleSets(confirmFrom);
    for (const set of measurement === null ? sets : [measurement.core, ...sets]) {
      const tested = this.#tested(set, context);
      if (probabilityAboveHalf(context.posterior.observations.count(tested)) < confirmFrom) continue;
      const isOwn = set === measurement?.core;
      const fresh = isOwn ? measurement.sample.length : 0;
      if (context.prompts !== undefined && fresh < promptsForVerdict) return this.#refuse(set, fresh, context);
      const isComplete =
        isOwn && measurement.isVerified && measurement.missingAblations.length === 0 && measurement.isAblated;
      return this.#confirm(set, tested, isComplete, context);
    }
  }

  #localize(context: InvestigationContext, random: Random): GroupTest[] {
    if (this.paraphrase !== null) return this.#beginVerification(this.paraphrase, context);
    const posterior = new CorePosterior(this.attributes, context);
    this.regionProbability = posterior.regionProbability;
    const progress = {tests: this.#tests, roundsLeft: context.roundsLeft};
    const decision = decideLocalization(posterior, context.parameters, progress, random);
    if (decision.action === "reject") return this.#reject(decision.weakSet);
    if (decision.action === "verify") {
      if (this.#failedCores.includes(decision.core.join())) return this.#reject();
      return this.#beginVerification(decision.core, context);
    }
    if (!this.#canTest(context)) return this.#reject();
    this.likelyCore = decision.likelyCore;
    return decision.tests;
  }

  /** Whether a prompt that was not drawn yet has any of the attributes. */
  #canTest({prompts}: InvestigationContext): boolean {
    return prompts === undefined || this.attributes.some((id) => prompts.count([id], [], 1) > 0);
  }

  #beginVerification(core: readonly number[], context: InvestigationContext): GroupTest[] {
    this.stage = "verify";
    return this.#verify(new CoreMeasurement(core, context.posterior.observations, context.prompts), context);
  }

  #verify(measurement: CoreMeasurement, context: InvestigationContext): GroupTest[] {
    this.measurement = measurement;
    const fresh = measurement.sample.length + measurement.countFresh(promptsForVerdict);
    if (fresh < promptsForVerdict) {
      this.#refuse(measurement.core, fresh, context);
      return [];
    }
    const tested = context.prompts === undefined ? this.#tested(measurement.core, context) : measurement.sample;
    const decision = decideVerification(measurement, context.posterior.observations.count(tested), context);
    if (decision.action === "reject") return this.#failVerification(measurement, context);
    if (decision.action === "reduce") return this.#verify(decision.to, context);
    if (decision.action === "test") return decision.tests;
    this.#confirm(measurement.core, tested, measurement.isAblated, context);
    return [];
  }

  /** Back to the larger core, where this one is a reduction; else to localization, which now has the sample too. */
  #failVerification(measurement: CoreMeasurement, context: InvestigationContext): GroupTest[] {
    const larger = measurement.restoreLarger();
    if (larger !== null) return this.#verify(larger, context);
    if (this.paraphrase === null) this.#failedCores.push(measurement.core.join());
    this.paraphrase = null;
    if (this.#failedCores.length >= maxFailedCores) return this.#reject();
    this.measurement = null;
    this.stage = "localize";
    return [];
  }

  #confirm(
    set: readonly number[],
    tested: number[],
    isMinimal: boolean,
    {posterior: {observations}}: InvestigationContext
  ): void {
    const {measurement} = this;
    const ablations = measurement?.core === set ? [...measurement.ablations] : [];
    this.stage = "confirmed";
    this.found = {
      core: [...set],
      sample: isMinimal ? measurement!.sample : tested,
      isMinimal,
      isProvenByFlags: probabilityAboveHalf(observations.countFlags(tested)) >= confirmFrom,
      tooFew: null,
      ablations: ablations.map(([attribute, sample]) => ({attribute, sample}))
    };
  }

  /**
   * Ends without a verdict: fewer fresh prompts have the set than a verdict takes. A set that a single scored prompt has
   * is rejected: that is a flag, not a region.
   */
  #refuse(set: readonly number[], fresh: number, {posterior: {observations}}: InvestigationContext): void {
    const sample = observations.indicesWith(set).filter((i) => observations.all[i]!.violated !== null);
    this.stage = sample.length < 2 ? "rejected" : "refused";
    if (this.stage === "rejected") return;
    this.found = {core: [...set], sample, isMinimal: false, isProvenByFlags: false, tooFew: fresh, ablations: []};
  }

  #reject(weakSet: readonly number[] | null = null): [] {
    this.weakSet = weakSet;
    this.stage = "rejected";
    return [];
  }

  /** Scored candidates with a set and no other attribute of the investigation, except those that selected the set. */
  #tested(set: readonly number[], {posterior: {observations}, explained}: InvestigationContext): number[] {
    const others = this.attributes.filter((id) => !set.includes(id));
    const selectedOn = this.measurement?.core === set ? this.measurement.selectedOn : [];
    return observations.indicesWith(set).filter((i) => {
      const {attributes, violated} = observations.all[i]!;
      if (i === this.origin || violated === null || explained.has(i) || selectedOn.includes(i)) return false;
      return !others.some((id) => attributes.includes(id));
    });
  }
}
