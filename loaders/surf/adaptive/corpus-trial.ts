import {regionRates} from "./bar.js";
import {
  corpusSample,
  corpusShares,
  maxAnswers,
  maxRepeats,
  minAblations,
  minSample,
  neededInCorpus,
  ratePrior,
  sureSample,
  surelyMinimal,
  unclear
} from "./constants.js";
import {shareOfTrial} from "./fdr.js";
import {finiteCount} from "./finite-rate.js";
import {mixtureRatio, ratesAbove} from "./mixture.js";
import type {Count} from "./observations.js";
import type {SearchCorpus} from "./search-corpus.js";
import {momentsOf, probabilityAbove, Trial, type PartRecord} from "./trial.js";

/** What the prompts of a set say. */
interface Prompts {
  asked: number[]; // indices of the distinct ones
  stages: Count[]; // by their first answers, by the first two where all have two, and so on
  rate: Count;
}

const stageShares = [1 / 2, 1 / 6, 1 / 6, 1 / 6] as const; // of `maxAnswers`

/**
 * The trial of a set in a corpus, which has a limited number of prompts with all of it. Its rate is the mean rate of these
 * prompts. Its evidence is that of the fresh prompts, as in any trial, and that of all its prompts, whatever they were
 * asked for: the latter is held against the number of sets that there are, so that it does not matter what led to it.
 */
export class CorpusTrial extends Trial {
  readonly total: number; // prompts that have all of the set
  #known: (Prompts & {at: number}) | null = null; // as of a number of candidates

  readonly #rates: number[]; // that regions have
  readonly #since: number; // candidates asked when it was opened
  explained: (index: number) => number = () => 0; // the rate of the regions that a prompt is in
  earlier: readonly number[] = []; // fresh prompts of an earlier trial of the set: they say as much about its rate

  constructor(
    readonly corpus: SearchCorpus,
    bar: number,
    ...args: ConstructorParameters<typeof Trial>
  ) {
    super(...args);
    this.#rates = regionRates(bar);
    this.#since = this.observations.asked;
    this.total = corpus.promptsWith(this.set).length;
  }

  /** Indices of its distinct prompts so far, whatever they were asked for. */
  get asked(): number[] {
    return this.#now.asked;
  }

  /** Fresh prompts; their first answers, as later ones are asked for only while there is no decision. */
  override get count(): Count {
    return this.observations.countFirst(this.sample);
  }

  override get rate(): Count {
    return this.#now.rate;
  }

  /** What its prompts say; of a trial that was given up, what they said then. */
  get #now(): Prompts {
    const {observations, set, total, sample, state} = this;
    const at = observations.asked;
    if (this.#known !== null && (state === "dropped" || this.#known.at === at)) return this.#known;
    const asked = observations.indicesWith(set);
    const stages = Array.from({length: maxAnswers}, (_, i) => observations.countFirst(asked, i + 1) ?? []).flat();
    const rate = finiteCount(observations, {
      total,
      asked,
      sample: new Set([...this.earlier, ...sample]),
      since: this.#since,
      explained: state === "confirmed" ? () => 0 : this.explained
    });
    this.#known = {at, asked, stages, rate};
    return this.#known;
  }

  /** From enough fresh prompts, or from all that there are: where what led to the trial is most of that, asked twice. */
  override get isMeasured(): boolean {
    const {asked, count} = this;
    if (count.n >= corpusSample) return true;
    if (this.countUnused(1) > 0 || this.observations.count(asked).n < minSample) return false;
    return count.n >= minSample || this.#answers >= 2 * asked.length || !this.mayRepeat;
  }

  /** Whether its parts can be held against it: its rate is not yet sure. */
  override get mayReduce(): boolean {
    return (this.count.n >= minSample || this.countUnused(1) === 0) && !this.isUnclear;
  }

  /**
   * Whether the prompts that led to it failed and the fresh ones do not: by luck, or because they are others. Only asking
   * again tells.
   */
  get isUnclear(): boolean {
    const {asked, sample, total, testedRate} = this;
    if (this.#answers - asked.length >= unclear.repeats || asked.length - sample.length < unclear.share * total)
      return false;
    const believed = probabilityAbove(testedRate, this.observations.count(asked));
    return this.probabilityAbove(testedRate) < 0.5 && believed >= 0.5;
  }

  /** All its prompts where all were asked; else the fresh ones, as these were drawn at random. */
  override get measuredBy(): number[] {
    return this.countUnused(1) === 0 ? this.asked : [...this.sample];
  }

  /** Its prompts that were not asked; counts up to `max`. */
  countUnused(max: number): number {
    return countUnused(this.corpus, this.set, null, max);
  }

  /** Whether its prompts may be asked again. */
  get mayRepeat(): boolean {
    const {length} = this.asked;
    if (this.rate.n >= sureSample) return false;
    return this.#answers < Math.min(maxAnswers * length, length + maxRepeats);
  }

  get #answers(): number {
    return this.asked.reduce((sum, i) => sum + this.observations.all[i]!.candidates.length, 0);
  }

  override weightedEvidence(c: number): number {
    const {fresh, all} = corpusShares;
    const share = this.corpus.shareOf(this.set);
    return fresh * shareOfTrial(this.place) * super.evidenceAbove(c) + all * share * this.evidenceOfAll(c);
  }

  override evidenceAbove(c: number): number {
    return Math.max(super.evidenceAbove(c), this.evidenceOfAll(c));
  }

  /**
   * The e-value of all its prompts: half is that of their first answers; further answers, once all prompts have them, make
   * up the rest. Each part is an e-value although it was looked at the earlier ones before the later were asked for.
   */
  evidenceOfAll(c: number): number {
    const rates = c < this.#rates[0]! ? this.#rates : ratesAbove(c);
    let evidence = 0;
    for (const [stage, {n, violations}] of this.#now.stages.entries())
      evidence += stageShares[stage]! * mixtureRatio(n, violations, c, rates);
    return evidence;
  }

  /** Whether its prompts could prove that its rate is above c, if all were asked, at a rate that is not improbable. */
  mayProve(c: number, needed: number): boolean {
    const {n, violations} = this.rate;
    const mean = (violations + ratePrior.violations) / (n + ratePrior.n);
    const likely = Math.min(0.95, mean + Math.sqrt((mean * (1 - mean)) / (n + ratePrior.n)));
    const rates = c < this.#rates[0]! ? this.#rates : ratesAbove(c);
    const ofAll =
      this.corpus.shareOf(this.set) * corpusShares.all * mixtureRatio(this.total, likely * this.total, c, rates);
    return Math.max(ofAll, this.weightedEvidence(c)) >= needed;
  }

  /** A part is what all prompts with it do, those of the whole set among them. */
  override parts(baseRate: number): PartRecord[] {
    if (this.set.length === 1) return [];
    return this.set.map((without) => {
      const rest = this.set.filter((id) => id !== without);
      const ofRest = this.corpus.promptsWith(rest).length;
      const share = this.total / ofRest; // of the part's prompts, those of the whole set
      const asked = this.observations
        .indicesWith(rest)
        .filter((i) => !this.observations.all[i]!.attributes.includes(without));
      const total = ofRest - this.total;
      const count = finiteCount(this.observations, {
        total,
        asked,
        sample: new Set(this.ablations.get(without)),
        since: this.#since,
        explained: this.explained
      });
      const {n} = this.observations.count(asked);
      const score = scoreOf(this.rate, count, share, baseRate);
      return {
        without,
        rest,
        count: {...count, n},
        isEnough: n >= Math.min(minAblations, total),
        score,
        neededFrom: neededInCorpus,
        redundantFrom: -surelyMinimal
      };
    });
  }
}

/**
 * How many standard deviations the lift of a part is below half of the set's lift, where the set makes up a share w of the
 * part: the part's rate is w p + (1 - w) q, with the rate p of the set and q of the part's other prompts.
 */
function scoreOf(set: Count, others: Count, share: number, baseRate: number): number {
  const [rate, variance] = momentsOf(set);
  const [rest, restVariance] = momentsOf(others);
  const below = (0.5 - share) * rate + baseRate / 2 - (1 - share) * rest;
  return below / Math.sqrt((0.5 - share) ** 2 * variance + (1 - share) ** 2 * restVariance);
}

/** Prompts that were not asked and have all of a set, but not one attribute; counts up to `max`. */
export function countUnused(corpus: SearchCorpus, set: readonly number[], without: number | null, max: number): number {
  let count = 0;
  for (const prompt of corpus.promptsWith(set)) {
    if (count >= max) break;
    if (!corpus.isUnused(prompt)) continue;
    if (without === null || !corpus.attributesOf(prompt).includes(without)) count++;
  }
  return count;
}
