import {integerBelow, type Random} from "../../util/random.js";
import type {AcquisitionValue} from "./acquisition-value.js";
import {maxSuspectAttributes, promptDraws} from "./constants.js";
import type {CoverageRotation} from "./coverage-rotation.js";
import {fillGreedily} from "./greedy-fill.js";
import type {Observations} from "./observations.js";
import type {PromisingDraw} from "./promising-draw.js";
import type {ExplorationProposal} from "./proposal.js";
import type {SearchCorpus} from "./search-corpus.js";
import type {Suspects} from "./suspects.js";

/** A prompt that may be asked, and why. */
interface Option {
  prompt: number;
  purpose: ExplorationProposal["purpose"];
  origin: number | null;
}

/**
 * Chooses what to explore where queries are prompts of a corpus: what each of them has is known before it is asked. Of
 * several that were not asked yet it takes the one with the highest acquisition value, over all that it has.
 */
export class PromptAcquisition {
  readonly #planned = new Set<number>(); // since the last update

  constructor(
    private readonly corpus: SearchCorpus,
    private readonly value: AcquisitionValue,
    private readonly observations: Observations,
    private readonly suspects: Suspects,
    private readonly rotation: CoverageRotation,
    private readonly promising: PromisingDraw
  ) {}

  /** Follows an update of the posterior. */
  update(): void {
    this.#planned.clear();
  }

  /** The next prompt to explore, by the attributes that it is worth asking for; null: hardly any is left. */
  propose(random: Random): {proposal: ExplorationProposal; value: number} | null {
    let best: Option | null = null;
    let highest = -1;
    for (const option of this.#options(random)) {
      const value = this.value.ofSet([...this.corpus.attributesOf(option.prompt)], this.#isInRow(option.prompt));
      if (value > highest) [best, highest] = [option, value];
    }
    if (best === null) return null;
    const {prompt, purpose, origin} = best;
    this.#planned.add(prompt);
    const attributes = fillGreedily(this.value, [], [...this.corpus.attributesOf(prompt)], {
      isInRow: this.#isInRow(prompt)
    });
    return {proposal: {attributes, sourceRow: null, purpose, origin}, value: highest};
  }

  *#options(random: Random): Generator<Option> {
    for (let i = 0; i < promptDraws.uniform; i++)
      yield* toOption(
        this.#draw(this.corpus.prompts, (place) => place, random),
        "explore"
      );
    yield* toOption(this.#drawWith([this.rotation.next()], random), "explore");
    for (let i = 0; i < promptDraws.promising; i++)
      yield* toOption(this.#drawWith([this.promising.draw(random)], random), "follow");
    for (const {set, flags} of this.suspects.ranked.slice(0, promptDraws.suspects))
      yield* toOption(
        this.#drawWith(set, random),
        "replicate",
        this.observations.all[[...flags][0]!]?.candidates[0] ?? null
      );
  }

  #drawWith(set: readonly number[], random: Random): number | null {
    const prompts = this.corpus.promptsWith(set);
    return this.#draw(prompts.length, (place) => prompts[place]!, random);
  }

  /** One of several prompts that was not asked and is not planned. */
  #draw(count: number, promptAt: (place: number) => number, random: Random): number | null {
    if (count === 0) return null;
    const start = integerBelow(random, count);
    for (let i = 0; i < Math.min(count, promptDraws.tries); i++) {
      const prompt = promptAt((start + i) % count);
      if (this.corpus.isUnused(prompt) && !this.#planned.has(prompt)) return prompt;
    }
    return null;
  }

  /** Triples count among the attributes of a prompt that has few. */
  #isInRow(prompt: number): (id: number) => boolean {
    const isShort = this.corpus.attributesOf(prompt).length <= maxSuspectAttributes;
    return () => isShort;
  }
}

const toOption = (prompt: number | null, purpose: Option["purpose"], origin: number | null = null): Option[] =>
  prompt === null ? [] : [{prompt, purpose, origin}];
