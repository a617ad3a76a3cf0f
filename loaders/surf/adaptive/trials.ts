import {sameSet} from "./attribute-set.js";
import {futile, liftFactor, likelyFrom, maxSample, maxTrialsOfSet, minSample, trialBatch} from "./constants.js";
import {regionRates, testedRate} from "./bar.js";
import {corpusQueries, isFutileInCorpus} from "./corpus-queries.js";
import {CorpusTrial} from "./corpus-trial.js";
import {discoveries, neededEvidence, neededOfAll} from "./fdr.js";
import {mixtureRatio} from "./mixture.js";
import type {Observations} from "./observations.js";
import type {SearchCorpus} from "./search-corpus.js";
import {isNeeded, isRedundant, missingAblations, probabilityAbove, Trial} from "./trial.js";
import type {TrialQuery} from "./trial-query.js";

/** A set that a trial may be opened for. */
export interface TrialRequest {
  set: readonly number[];
  odds: number;
  origin: number | null;
  run: number;
}

/** How far the search is. */
export interface Progress {
  baseRate: number;
  planned: number; // candidates of the whole search
}

/**
 * All trials of a search. A set is confirmed when
 *
 * 1. its fresh queries prove that its rate is above the bar less a fifth: its e-value is a discovery among those of all
 *    trials at a false discovery rate of 5% (fdr.ts), from at least eight distinct queries;
 * 2. no part of it carries the failure: the set without any one attribute has at most half of its lift, with 95%.
 *
 * In a corpus it is enough for 1 that its lift is proven in that way and its rate is above with 95%: fresh prompts run
 * out, but then the rate is that of all that there are.
 */
export class Trials {
  readonly all: Trial[] = [];
  readonly #opened = new Map<string, number>();
  readonly #explained = new Map<number, number>(); // of the prompts of confirmed sets, the highest rate of these
  #discovered: ReadonlySet<Trial> = new Set(); // by their rate
  #lifted: ReadonlySet<Trial> = new Set(); // by their lift

  constructor(
    private readonly observations: Observations,
    private readonly bar: number,
    private readonly corpus: SearchCorpus | null = null
  ) {}

  get open(): Trial[] {
    return this.all.filter(({state}) => state === "open");
  }

  /** Trials without a decision, whether they ask more or not. */
  get undecided(): Trial[] {
    return this.all.filter(({state}) => state === "open" || state === "waiting");
  }

  mayOpen(set: readonly number[]): boolean {
    const max = this.corpus === null ? maxTrialsOfSet.written : maxTrialsOfSet.corpus;
    return (this.#opened.get(keyOf(set)) ?? 0) < max;
  }

  openTrial({set, odds, origin, run}: TrialRequest, {baseRate}: Progress): Trial {
    this.#opened.set(keyOf(set), (this.#opened.get(keyOf(set)) ?? 0) + 1);
    const details = [
      set,
      this.all.length + 1,
      origin,
      run,
      testedRate(this.bar, baseRate),
      Math.min(3, odds),
      this.observations.all.length,
      this.observations
    ] as const;
    const trial = this.corpus === null ? new Trial(...details) : new CorpusTrial(this.corpus, this.bar, ...details);
    if (trial instanceof CorpusTrial) {
      trial.earlier = this.all.flatMap((each) => (sameSet(each.set, set) ? each.sample : []));
      trial.explained = (index) => this.#explained.get(index) ?? 0;
    }
    this.all.push(trial);
    return trial;
  }

  /** Decides every open trial; returns the sets that redundant attributes leave, to be tried on their own. */
  decide(progress: Progress): TrialRequest[] {
    this.#explain();
    this.#discovered = discoveries(this.all, (trial) => trial.weightedEvidence(trial.testedRate));
    this.#lifted = this.#findLifted(progress);
    const smaller: TrialRequest[] = [];
    for (const trial of this.undecided) {
      if (trial instanceof CorpusTrial ? isFutileInCorpus(trial) : this.#isFutile(trial, progress)) {
        trial.state = "dropped";
        continue;
      }
      const parts = trial.mayReduce ? trial.parts(progress.baseRate) : [];
      const redundant = parts.find(isRedundant);
      if (redundant !== undefined) {
        trial.state = "dropped";
        smaller.push({set: redundant.rest, odds: 1, origin: trial.origin, run: trial.run});
      } else if (trial.isMeasured && this.#isProven(trial) && parts.every(isNeeded)) trial.state = "confirmed";
      else if (this.queriesOf(trial, progress).length === 0) trial.state = "waiting";
    }
    return smaller;
  }

  #explain(): void {
    this.#explained.clear();
    for (const trial of this.all) {
      if (!(trial instanceof CorpusTrial) || trial.state !== "confirmed") continue;
      const {n, violations} = trial.rate;
      for (const i of trial.asked) this.#explained.set(i, Math.max(this.#explained.get(i) ?? 0, violations / n));
    }
  }

  /** What is proven of a set, and the e-value of that. */
  claimOf(trial: Trial, {baseRate}: Progress): {claim: "rate" | "lift"; evidence: number} {
    const isRate = this.#discovered.has(trial);
    const above = isRate ? trial.testedRate : this.#liftedRate(trial, baseRate);
    return {claim: isRate ? "rate" : "lift", evidence: trial.evidenceAbove(above)};
  }

  /** Whether a trial may be reported although only its lift is proven: its rate is above the tested one with 95%. */
  hasLift(trial: Trial, {baseRate}: Progress): boolean {
    return trial.isMeasured && this.#isLikelyLifted(trial) && trial.parts(baseRate).every(isNeeded);
  }

  #isLikelyLifted(trial: Trial): boolean {
    return this.#lifted.has(trial) && trial.probabilityAbove(trial.testedRate) >= likelyFrom;
  }

  #isProven(trial: Trial): boolean {
    return this.#discovered.has(trial) || (trial instanceof CorpusTrial && this.#isLikelyLifted(trial));
  }

  /** The trials whose rate is above what surrounds them. */
  #findLifted({baseRate}: Progress): Set<Trial> {
    return discoveries(this.all, (trial) => trial.weightedEvidence(this.#liftedRate(trial, baseRate)));
  }

  #liftedRate(trial: Trial, baseRate: number): number {
    const factor = this.corpus === null ? liftFactor.written : liftFactor.corpus;
    return Math.min(trial.testedRate, Math.max(factor * baseRate, 0.01));
  }

  /** What a trial asks for next; nothing where it has to wait for the end. */
  queriesOf(trial: Trial, {baseRate, planned}: Progress): TrialQuery[] {
    if (trial instanceof CorpusTrial)
      return corpusQueries(trial, {
        baseRate,
        isProven: this.#isProven(trial),
        mayProve: trial.mayProve(this.#liftedRate(trial, baseRate), neededOfAll(this.#lifted.size)),
        maxFresh: sampleLimit(planned)
      });
    const {n} = trial.count;
    const size = this.#batch(trial, n, planned);
    const verify = Array.from({length: size}, (): TrialQuery => ({attributes: trial.set, purpose: "verify"}));
    if (n < minSample || trial.probabilityAbove(trial.testedRate) < 0.7) return verify;
    const ablate = trial.parts(baseRate).flatMap((part): TrialQuery[] => {
      if (part.count.n >= maxAblations(planned)) return [];
      return Array.from({length: missingAblations(part)}, () => ({attributes: part.rest, purpose: "ablate"}));
    });
    return [...verify, ...ablate];
  }

  #batch(trial: Trial, n: number, planned: number): number {
    if (n >= sampleLimit(planned)) return 0;
    if (n === 0) return trialBatch.first;
    const {violations} = trial.count;
    const needed = neededEvidence(trial.place, this.#discovered.size);
    const {testedRate: c} = trial;
    const evidence = trial.evidenceAbove(c);
    const rate = violations / n;
    if (n < minSample) return trialBatch.min;
    if (evidence >= needed) return trial.set.length === 1 ? 0 : 2;
    if (rate <= c) return trialBatch.min;
    const perQuery = rate * Math.log(rate / c) + (1 - rate) * Math.log((1 - Math.min(rate, 0.999)) / (1 - c));
    const missing = Math.ceil(Math.log(needed / evidence) / Math.max(perQuery, 1e-3));
    return Math.max(trialBatch.min, Math.min(trialBatch.max, missing));
  }

  #isFutile(trial: Trial, {baseRate}: Progress): boolean {
    const {n, violations} = trial.count;
    if (n < trialBatch.first - 1) return trial.wanted >= 4 * trialBatch.first;
    if (trial.priorOdds * mixtureRatio(n, violations, baseRate, regionRates(this.bar)) < futile.odds) return true;
    const {start, end, n: to} = futile.probability;
    const least = start + (end - start) * Math.min(1, n / to);
    if (trial.probabilityAbove(trial.testedRate) < least) return true;
    const own = trial.state === "open" ? 1 : 0; // an open trial hides its own queries
    const all = this.observations.indicesWith(trial.set).filter((i) => this.observations.all[i]!.hidden === own);
    const count = this.observations.count(all);
    const {probability, n: from} = futile.withAll;
    return probabilityAbove(trial.testedRate, count) < (count.n < from ? least : Math.max(least, probability));
  }
}

const keyOf = (set: readonly number[]): string => [...set].sort((a, b) => a - b).join();

const sampleLimit = (planned: number): number =>
  Math.min(maxSample.max, Math.max(maxSample.min, planned / maxSample.perCandidates));

const maxAblations = (planned: number): number => sampleLimit(planned) / 2;
