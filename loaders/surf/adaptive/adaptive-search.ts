import type {AttributePool} from "../../corpus/pools/attribute-pool.js";
import {createRandom, seedOf, type Random} from "../../util/random.js";
import {AcquisitionRule} from "./acquisition-rule.js";
import {includesAll, sameSet} from "./attribute-set.js";
import {AttributePosterior} from "./attribute-posterior.js";
import {
  candidatesPerTrial,
  corpusTrialFrom,
  expansionRates,
  knownSetRedraws,
  openSingleRate,
  minSample,
  trialFrom,
  trialShare
} from "./constants.js";
import {CorpusSets} from "./corpus-sets.js";
import {Coverage} from "./coverage.js";
import type {FoundRegion} from "./found-region.js";
import {KnownSets} from "./known-sets.js";
import {Observations} from "./observations.js";
import {PoolIndex} from "./pool-index.js";
import type {PlannedCandidate, PromptNeeds, Proposal} from "./proposal.js";
import {countRounds} from "./rounds.js";
import type {SearchCorpus} from "./search-corpus.js";
import {SeverityBelief} from "./severity-belief.js";
import {Suspects} from "./suspects.js";
import {Trials, type Progress, type TrialRequest} from "./trials.js";
import type {Trial} from "./trial.js";
import {avoidedInBackgrounds, planTrials} from "./trial-plan.js";
import {trialRequests} from "./trial-requests.js";

export interface AdaptiveOptions {
  seed: number | string;
  iterations: number; // planned, in the rounds of `roundSizes`
  threshold: number; // a score above it is a flag
  bar: number; // rate from which a set is a region
  planned: number; // candidates of the whole search, the control arm included
  corpus?: SearchCorpus | null; // that queries are drawn from; null: they are written
}

/** What the candidates of a round that explored were expected to meet. */
export interface Exposure {
  asked: number; // candidates before the round
  candidates: number; // that explored
  value: number; // sum of their acquisition values: expected unknown regions
  scored: number; // share of them with a score: the others met nothing
}

/** What became of a planned candidate. */
export interface Outcome {
  score: number | null; // null: unscored
  attributes: readonly number[]; // that its query has, asked for or not
  prompt: string | null; // names its query; null: a query of its own
  severity?: number | null; // how bad it is, if it fails and was scored for that: 0 or more
}

/**
 * The search of one rubric on one target, all runs together. Each round it updates the posterior of attributes, pairs
 * and triples, opens trials of the sets that are likely regions, asks what these need, and fills the other places by the
 * acquisition rule. It works on attribute ids and knows nothing of models and texts.
 */
export class AdaptiveSearch {
  readonly pool: PoolIndex;
  readonly observations: Observations;
  readonly posterior: AttributePosterior;
  readonly coverage: Coverage;
  readonly suspects: Suspects;
  readonly severity: SeverityBelief;
  readonly acquisition: AcquisitionRule;
  readonly trials: Trials;
  readonly regions: FoundRegion[] = [];
  readonly exposures: Exposure[] = []; // by round
  readonly #corpus: CorpusSets | null; // null: queries are written
  readonly #known: KnownSets;
  #exposure: Exposure = {asked: 0, value: 0, candidates: 0, scored: 1};
  #iteration = 0;
  #round = 0;

  constructor(
    pool: AttributePool,
    private readonly options: AdaptiveOptions
  ) {
    const {seed, threshold, bar, planned, corpus = null} = options;
    this.pool = new PoolIndex(pool);
    this.observations = new Observations(this.pool.size, threshold);
    this.posterior = new AttributePosterior(
      this.observations,
      bar,
      this.pool.neighbours,
      (id) => this.pool.rowsOf(id).length / this.pool.entries
    );
    this.coverage = new Coverage(this.pool.size);
    this.suspects = new Suspects(this.observations, this.posterior, this.pool, bar);
    const random = createRandom(seedOf("adaptive", seed));
    this.severity = new SeverityBelief(this.pool.size);
    this.acquisition = new AcquisitionRule(this.pool, this.posterior, this.coverage, this.suspects, this.severity, {
      bar,
      random,
      corpus,
      planned
    });
    this.trials = new Trials(this.observations, bar, corpus);
    this.#corpus = corpus && new CorpusSets(corpus, this, bar);
    this.#known = new KnownSets(this.observations, this.suspects);
  }

  /** The candidates of the next round of an iteration, all runs together: `sizes` says how many each run asks. */
  plan(sizes: readonly number[], iteration: number): PlannedCandidate[] {
    this.#iteration = iteration;
    this.#round++;
    const random = createRandom(seedOf("adaptive", this.options.seed, this.#round));
    const roundsLeft = Math.max(1, countRounds(this.options) - this.#round + 1);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const {usual, late, lateRounds} = trialShare;
    const room = Math.round(total * (roundsLeft <= lateRounds ? late : usual));
    this.#settle(this.trials.decide(this.#progress));
    this.#update();
    this.#corpus?.update();
    this.#openTrials(room, random);
    const free = [...sizes];
    const avoid = avoidedInBackgrounds(this.pool, this.posterior, this.#known.sets);
    const tests = planTrials(this, this.#progress, {pool: this.pool, avoid, room, free, random});
    return [...tests, ...this.#planExploration(free, random)].toSorted((a, b) => a.run - b.run);
  }

  /** Takes in the outcomes, in the order of the candidates. */
  observe(candidates: readonly PlannedCandidate[], outcomes: readonly Outcome[]): void {
    this.#exposure.scored = shareScored(candidates, outcomes);
    for (const [i, {purpose, trial}] of candidates.entries()) {
      const {score, attributes, prompt, severity = null} = outcomes[i]!;
      this.severity.add(attributes, severity);
      const {index, isFresh} = this.#known.add({attributes, purpose, score, prompt});
      trial?.observe(purpose, index, isFresh);
      if (purpose === "control" || this.#corpus !== null) this.coverage.add(attributes); // others were when planned
    }
  }

  /** The rate from which a set is a region. */
  get bar(): number {
    return this.options.bar;
  }

  /** Candidates of the whole search, the control arm included. */
  get planned(): number {
    return this.options.planned;
  }

  /** Whether queries are prompts of a corpus: what each of them has is known. */
  get isOfCorpus(): boolean {
    return this.#corpus !== null;
  }

  /** Sets whose trial would be reported if the search ended now. */
  get endable(): Trial[] {
    return this.trials.undecided.filter((trial) => this.trials.hasLift(trial, this.#progress));
  }

  /** Ends the search: trials whose lift is proven are reported although their rate is not. */
  finish(): void {
    this.#settle(this.trials.decide(this.#progress));
    for (const trial of this.endable) this.#report(trial);
    this.#update();
    for (const {set} of this.suspects.ranked.filter(({odds}) => odds >= trialFrom.odds)) this.#refuse(set);
  }

  get #cores(): (readonly number[])[] {
    return this.regions.map(({core}) => core);
  }

  get #progress(): Progress {
    return {baseRate: this.posterior.baseRate, planned: this.options.planned};
  }

  #update(): void {
    this.#updateKnown();
    this.posterior.update(this.#known.sets);
    this.suspects.update();
    this.coverage.clearPending();
    this.acquisition.update();
  }

  #updateKnown(): void {
    const rateOf = (region: FoundRegion) => {
      const {n, violations} = this.observations.count(region.sample);
      return violations / n;
    };
    const isOpen = ({core}: FoundRegion, rate: number) =>
      (core.length === 1 && rate < openSingleRate * this.options.bar) ||
      (core.length === 2 && rate < expansionRates.max);
    const full = this.regions.filter((region) => !isOpen(region, rateOf(region)));
    const partial = this.regions.filter((region) => region.core.length === 2 && isOpen(region, rateOf(region)));
    this.#known.replace(
      [...full.map(({core}) => core), ...this.trials.open.map(({set}) => set)],
      partial.map((region) => ({set: region.core, rate: rateOf(region)}))
    );
    this.suspects.partial = this.#known.partial;
  }

  /** Reports what is confirmed and tries the smaller sets that redundant attributes left. */
  #settle(smaller: readonly TrialRequest[]): void {
    for (const trial of this.trials.all) {
      if (trial.state === "confirmed") this.#report(trial);
      const {n, violations} = trial.count;
      const isPartial = violations >= expansionRates.min * n && violations < expansionRates.max * n;
      if (trial.state !== "open" && trial.set.length === 2 && n >= minSample && isPartial)
        this.acquisition.expansions.add(trial.set);
    }
    for (const request of smaller) if (this.#mayTry(request.set)) this.trials.openTrial(request, this.#progress);
  }

  #report(trial: Trial): void {
    const {set, run, ablations} = trial;
    const known = this.regions.find(({core}) => core === set);
    if (known !== undefined) known.sample = trial.measuredBy; // other candidates may be of it too
    if (known !== undefined) return;
    this.regions.push({
      core: set,
      ...this.trials.claimOf(trial, this.#progress),
      run,
      sample: trial.measuredBy,
      confirmedAt: this.observations.asked,
      iteration: this.#iteration,
      tooFew: null,
      ablations: [...ablations].map(([attribute, sample]) => ({attribute, sample: [...sample]}))
    });
  }

  /** A likely region that too few prompts of the corpus have gets no verdict. */
  #refuse(set: readonly number[]): void {
    const tooFew = this.#corpus?.count(set) ?? minSample;
    if (tooFew >= minSample || !this.#isUnknown(set) || this.#corpus!.isLikeOneOf(set, this.#cores)) return;
    const {observations} = this;
    const sample = observations.indicesWith(set).filter((i) => observations.all[i]!.outcome !== null);
    if (sample.length < 2) return; // a flag, no region
    const place = {run: 0, confirmedAt: observations.asked, iteration: this.#iteration};
    this.regions.push({core: set, claim: "lift", evidence: 1, ...place, sample, tooFew, ablations: []});
  }

  #isUnknown(set: readonly number[]): boolean {
    if (this.#isExplained(set) || this.regions.some(({core}) => includesAll(core, set))) return false;
    return !this.trials.undecided.some((trial) =>
      trial.state === "open" ? includesAll(trial.set, set) : sameSet(trial.set, set)
    );
  }

  /** Whether a set says nothing new. In a corpus it may although a part of it is being tried: it has prompts of its own. */
  #isExplained(set: readonly number[]): boolean {
    if (this.#corpus === null) return this.#known.explains(set);
    const tried = new Set(this.trials.open.map((trial) => trial.set));
    return this.#known.full.some((full) => !tried.has(full) && includesAll(set, full));
  }

  #mayTry(set: readonly number[]): boolean {
    if (!this.#isUnknown(set) || !this.trials.mayOpen(set)) return false;
    return this.#corpus?.mayTry(set, [...this.#cores, ...this.trials.open.map((trial) => trial.set)]) ?? true;
  }

  /** Opens trials of the sets with the highest odds, while there is room for their first batches. */
  #openTrials(room: number, random: Random): void {
    const isLate = this.observations.asked >= trialFrom.lateShare * this.options.planned;
    const {odds, lateOdds} = this.#corpus === null ? trialFrom : corpusTrialFrom;
    const from = isLate ? lateOdds : odds;
    let left = room / candidatesPerTrial[this.#corpus === null ? "written" : "corpus"] - this.trials.open.length;
    let opened = 0;
    for (const request of trialRequests(this, this.#corpus, from, random)) {
      if (left < 1) break;
      if (!this.#mayTry(request.set)) continue;
      this.trials.openTrial(request, this.#progress);
      this.#updateKnown();
      opened++;
      left--;
    }
    if (opened > 0) this.#update();
  }

  #planExploration(free: readonly number[], random: Random): PlannedCandidate[] {
    this.#exposure = {asked: this.observations.asked, value: 0, candidates: 0, scored: 1};
    this.exposures.push(this.#exposure);
    const isKnown = ({attributes}: Proposal) => this.#known.explains(attributes);
    return free.flatMap((count, run) =>
      Array.from({length: count}, (): PlannedCandidate => {
        let {proposal, value} = this.acquisition.propose(random);
        for (let i = 0; i < knownSetRedraws && isKnown(proposal); i++)
          ({proposal, value} = this.acquisition.propose(random));
        if (this.#corpus === null) this.coverage.add(proposal.attributes);
        else this.coverage.plan(proposal.attributes);
        this.suspects.plan(proposal.attributes);
        this.#exposure.value += value;
        this.#exposure.candidates++;
        return {...proposal, run, trial: null, ...(this.#corpus && {needs: anyUnused})};
      })
    );
  }
}

/** A prompt that was not asked yet. */
const anyUnused: PromptNeeds = {all: [], none: [], unused: true};

/** Of the candidates that explored, the share with a score. */
function shareScored(candidates: readonly PlannedCandidate[], outcomes: readonly Outcome[]): number {
  const explored = outcomes.filter((_, i) => candidates[i]!.trial === null && candidates[i]!.purpose !== "control");
  return explored.length === 0 ? 1 : explored.filter(({score}) => score !== null).length / explored.length;
}
