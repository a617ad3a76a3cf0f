import type {AttributePool} from "../../corpus/pools/attribute-pool.js";
import {createRandom, integerBelow, seedOf, type Random} from "../../util/random.js";
import {maxAttributes} from "../draws.js";
import {AcquisitionRule} from "./acquisition-rule.js";
import {includesAll} from "./attribute-set.js";
import {AttributePosterior} from "./attribute-posterior.js";
import {withBackground} from "./background.js";
import {investigationShare, knownCoreRedraws, lastRoundPasses, maxBackgroundActivity} from "./constants.js";
import {Coverage} from "./coverage.js";
import type {FoundRegion} from "./found-region.js";
import type {FreshPrompts} from "./fresh-prompts.js";
import type {GroupTest} from "./group-test.js";
import {Investigation, type InvestigationContext} from "./investigation.js";
import {estimateParameters} from "./model-parameters.js";
import {Observations} from "./observations.js";
import {findParaphrase} from "./paraphrases.js";
import {placeTests} from "./placement.js";
import {PoolIndex} from "./pool-index.js";
import type {PlannedCandidate, PromptNeeds, Proposal} from "./proposal.js";
import {candidatesLeft, countRounds} from "./rounds.js";

export interface AdaptiveOptions {
  seed: number | string;
  iterations: number; // planned, in the rounds of `roundSizes`
  threshold: number; // a score above it is a flag
  prompts?: FreshPrompts; // of the corpus that queries are drawn from; absent: they are written
}

/** What is known of a candidate's query that is a prompt of a corpus. */
export interface KnownQuery {
  met: readonly number[]; // all attributes that it has
  prompt: string; // its id
}

/**
 * The search of one rubric on one target, all runs together: sequential group testing. Each round it updates the
 * posterior of the attributes, lets investigations of flagged candidates ask for the tests they need, and fills the
 * other places by the acquisition rule. It works on attribute ids and knows nothing of models and texts.
 */
export class AdaptiveSearch {
  readonly pool: PoolIndex;
  readonly observations: Observations;
  readonly posterior: AttributePosterior;
  readonly coverage: Coverage;
  readonly acquisition: AcquisitionRule;
  readonly regions: FoundRegion[] = [];
  investigations: Investigation[] = [];
  readonly #prompts = new Set<string>(); // that were scored
  #explored = 0; // candidates that no investigation asked for
  #iteration = 0;
  #round = 0;

  constructor(
    pool: AttributePool,
    private readonly options: AdaptiveOptions
  ) {
    this.pool = new PoolIndex(pool);
    this.observations = new Observations(this.pool.size, options.threshold);
    this.posterior = new AttributePosterior(this.observations, this.pool.neighbours);
    this.coverage = new Coverage(this.pool.size);
    const random = createRandom(seedOf("adaptive", options.seed));
    this.acquisition = new AcquisitionRule(this.pool, this.posterior, this.coverage, random);
  }

  /** The candidates of the next round of an iteration, all runs together: `sizes` says how many each run asks. */
  plan(sizes: readonly number[], iteration: number): PlannedCandidate[] {
    this.#iteration = iteration;
    this.#round++;
    const random = createRandom(seedOf("adaptive", this.options.seed, this.#round));
    const roundsLeft = Math.max(1, countRounds(this.options.iterations) - this.#round + 1);
    this.#update();
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const planned = this.observations.all.length + candidatesLeft(roundsLeft, total);
    const free = [...sizes];
    const tests = this.#planTests(total, this.#context(roundsLeft, planned), free, random);
    return [...tests, ...this.#planExploration(free, random)].toSorted((a, b) => a.run - b.run);
  }

  /**
   * Takes in the scores, in the order of the candidates; null: unscored. Of a query that is a prompt, `queries` says
   * what it has, which is what counts. A prompt that was scored before says nothing new.
   */
  observe(
    candidates: readonly PlannedCandidate[],
    scores: readonly (number | null)[],
    queries: readonly (KnownQuery | null)[] = []
  ): void {
    const known = this.#knownCores();
    for (const [i, {attributes: wished, purpose, run, investigation}] of candidates.entries()) {
      const query = queries[i] ?? null;
      const attributes = query?.met ?? wished;
      const score = query === null ? scores[i]! : this.#scoreOnce(query.prompt, scores[i]!);
      const index = this.observations.add({attributes, purpose, score});
      const {violated} = this.observations.all[index]!;
      investigation?.observe(purpose, attributes, index, violated !== null);
      if (purpose === "control" || query !== null) this.coverage.add(attributes); // what was wished was added before
      if (investigation !== null) continue;
      this.#explored++;
      if (violated && !known.some((core) => includesAll(attributes, core)))
        this.investigations.push(new Investigation(run, index, this.#suspects(attributes)));
    }
    this.#settle();
  }

  #scoreOnce(prompt: string, score: number | null): number | null {
    if (this.#prompts.has(prompt)) return null;
    if (score !== null) this.#prompts.add(prompt);
    return score;
  }

  /** Of the attributes that a flagged query has, those likeliest to carry the failure; ties go to rare ones. */
  #suspects(attributes: readonly number[]): readonly number[] {
    if (attributes.length <= maxAttributes) return attributes;
    const {activityRatio: ratio} = this.posterior;
    const rows = (id: number) => this.pool.rowsOf(id).length;
    return attributes.toSorted((a, b) => ratio[b]! - ratio[a]! || rows(a) - rows(b)).slice(0, maxAttributes);
  }

  /** Whether a core is being verified. */
  get isVerifying(): boolean {
    return this.investigations.some(({stage}) => stage === "verify");
  }

  /** Ends the search: open investigations report what is proven, although it may not be minimal. */
  finish(): void {
    this.#update();
    for (const investigation of this.investigations.toSorted((a, b) => priorityOf(b) - priorityOf(a))) {
      if (!this.#isUnexplained(investigation)) continue;
      investigation.conclude(this.#context(1, this.observations.all.length));
      if (investigation.found === null) continue;
      this.#settle();
      this.#update();
    }
    this.#settle();
  }

  #update(): void {
    this.posterior.update(this.#knownCores());
    this.coverage.clearPending();
    this.acquisition.update();
  }

  #context(roundsLeft: number, planned: number): InvestigationContext {
    const {posterior, regions} = this;
    const parameters = estimateParameters(posterior, regions, this.#explored);
    const explained = posterior.explainedBy(coresOf(regions));
    return {posterior, parameters, explained, roundsLeft, planned, prompts: this.options.prompts};
  }

  /** Cores that are confirmed, being verified, or likely. */
  #knownCores(): (readonly number[])[] {
    const open = this.investigations.flatMap(({core, likelyCore}) => {
      const known = core ?? likelyCore;
      return known === null ? [] : [known];
    });
    return [...coresOf(this.regions), ...open];
  }

  #planTests(total: number, context: InvestigationContext, free: number[], random: Random): PlannedCandidate[] {
    const {roundsLeft} = context;
    const avoid = this.#avoidedInBackgrounds();
    for (const investigation of this.investigations) this.#suggestParaphrase(investigation);
    const requests = this.investigations.map((investigation) => ({
      investigation,
      tests: this.#isUnexplained(investigation) ? investigation.nextTests(context, random) : []
    }));
    requests.sort((a, b) => priorityOf(b.investigation) - priorityOf(a.investigation)); // stable: then by age
    const {usual, late, lateRounds} = investigationShare;
    const max = Math.round(total * (roundsLeft <= lateRounds ? late : usual));
    const placed = placeTests(requests, {max, passes: roundsLeft === 1 ? lastRoundPasses : 1, free});
    const candidates = placed.map(({investigation, test, run}): PlannedCandidate => {
      const proposal = this.#toProposal(test, avoid, random);
      const needs = this.options.prompts ? {needs: needsOf(test)} : {};
      return {...proposal, purpose: test.purpose, run, origin: investigation.origin, investigation, ...needs};
    });
    this.#settle();
    return candidates;
  }

  #suggestParaphrase(investigation: Investigation): void {
    if (this.pool.neighbours === null) return;
    for (const {core} of this.regions) {
      const part = findParaphrase(investigation.attributes, core, this.pool);
      if (part !== null) return investigation.suggestParaphrase(part);
    }
  }

  /**
   * Whether no known core explains an investigation: that of a region ends it, that of an older investigation delays
   * it.
   */
  #isUnexplained(investigation: Investigation): boolean {
    const set = investigation.core ?? investigation.attributes;
    if (this.regions.some(({core}) => includesAll(set, core))) {
      investigation.stage = "rejected";
      return false;
    }
    for (const other of this.investigations) {
      if (other === investigation) return true;
      if (other.core !== null && includesAll(set, other.core)) return false;
    }
    return true;
  }

  /** Attributes that might fail by themselves: they would blur what a core does in a background. */
  #avoidedInBackgrounds(): Set<number> {
    const avoid = new Set(this.#knownCores().flat());
    for (const {attributes, stage} of this.investigations)
      if (stage === "localize") for (const id of attributes) avoid.add(id);
    for (let id = 0; id < this.pool.size; id++) if (this.posterior.active[id]! > maxBackgroundActivity) avoid.add(id);
    return avoid;
  }

  #toProposal(test: GroupTest, avoid: ReadonlySet<number>, random: Random): Proposal {
    if (!test.withBackground || this.options.prompts) return {attributes: [...test.attributes], sourceRow: null};
    const room = maxAttributes - test.attributes.length;
    return withBackground(this.pool, test.attributes, integerBelow(random, room + 1), avoid, random);
  }

  #planExploration(free: readonly number[], random: Random): PlannedCandidate[] {
    const known = this.#knownCores();
    const isKnown = ({attributes}: Proposal) => known.some((core) => includesAll(attributes, core));
    return free.flatMap((count, run) =>
      Array.from({length: count}, (): PlannedCandidate => {
        let proposal = this.acquisition.propose(random);
        for (let i = 0; i < knownCoreRedraws && isKnown(proposal); i++) proposal = this.acquisition.propose(random);
        this.coverage.add(proposal.attributes);
        return {...proposal, run, origin: null, investigation: null};
      })
    );
  }

  /** Takes over what investigations have found and closes those that are over. */
  #settle(): void {
    for (const {found, run} of this.investigations) {
      if (found === null || this.regions.some(({core}) => includesAll(found.core, core))) continue;
      for (let i = this.regions.length - 1; i >= 0; i--)
        if (includesAll(this.regions[i]!.core, found.core)) this.regions.splice(i, 1);
      this.regions.push({...found, run, confirmedAt: this.observations.all.length, iteration: this.#iteration});
    }
    for (const {weakSet} of this.investigations) if (weakSet !== null) this.acquisition.expansions.add(weakSet);
    this.investigations = this.investigations.filter(({stage}) => stage === "localize" || stage === "verify");
  }
}

/** A core is measured on prompts that have all of it; localization takes what it gets. */
const needsOf = ({attributes, purpose, without = []}: GroupTest): PromptNeeds =>
  purpose === "verify" || purpose === "ablate" ? {all: attributes, none: without} : {all: [], none: []};

const coresOf = (regions: readonly FoundRegion[]): number[][] => regions.map(({core}) => core);

/** Verification first, then the likeliest region; paraphrases of known cores come last. */
const priorityOf = ({stage, regionProbability, paraphrase}: Investigation): number =>
  (stage === "verify" ? 2 : regionProbability) - (paraphrase === null ? 0 : 3);
