import type {Purpose} from "../../../src/shared/schema.js";
import {promptsForVerdict} from "../../corpus/prompts/own-attributes.js";
import {ablationTests, minVerifications, minVerifiedProbability, redundantFrom} from "./constants.js";
import type {FreshPrompts} from "./fresh-prompts.js";
import {repeatTest, type GroupTest} from "./group-test.js";
import type {Observations} from "./observations.js";
import {probabilityAboveHalf} from "./rate-posterior.js";

/**
 * Measures a core by a verification sample: fresh queries that had no part in choosing the core, so that their rate is
 * free of selection. And by ablations: the core without each of its attributes.
 */
export class CoreMeasurement {
  readonly sample: number[] = []; // candidates that verify the core
  readonly ablations = new Map<number, number[]>(); // by attribute: candidates without it
  readonly #needed = new Set<number>(); // seemed redundant, but the core failed verification without it

  constructor(
    readonly core: readonly number[],
    private readonly observations: Observations,
    private readonly prompts?: FreshPrompts, // absent: queries are written, as many as it takes
    private readonly reduction: {of: CoreMeasurement; redundant: number} | null = null // of a larger core
  ) {}

  /** Candidates by whose outcome this core was selected; they are no part of its estimate. */
  get selectedOn(): readonly number[] {
    return this.reduction === null ? [] : this.reduction.of.#ablation(this.reduction.redundant);
  }

  /** The larger core to go back to when this one fails; null: there is none. */
  restoreLarger(): CoreMeasurement | null {
    if (this.reduction === null) return null;
    this.reduction.of.#needed.add(this.reduction.redundant);
    return this.reduction.of;
  }

  /** Takes in a scored candidate that tested the core or an ablation of it. */
  observe(purpose: Purpose, asked: readonly number[], index: number): void {
    const missing = this.core.filter((attribute) => !asked.includes(attribute));
    if (purpose === "verify" && missing.length === 0) this.sample.push(index);
    if (purpose === "ablate" && missing.length === 1)
      this.ablations.set(missing[0]!, [...this.#ablation(missing[0]!), index]);
  }

  /** P(rate > 1/2) by the verification sample alone. */
  get probability(): number {
    return probabilityAboveHalf(this.observations.count(this.sample));
  }

  /** Whether the verification sample alone is large enough and speaks for a region. */
  get isVerified(): boolean {
    const min = this.prompts === undefined ? minVerifications : promptsForVerdict;
    return this.sample.length >= min && this.probability > minVerifiedProbability;
  }

  /** Fresh prompts that can still verify it, up to `max`; all it takes where queries are written. */
  countFresh(max: number): number {
    return this.prompts === undefined ? max : this.prompts.count(this.core, [], max);
  }

  /** Whether each attribute was left out at least once; prompts without it may be missing. */
  get isAblated(): boolean {
    return this.core.length === 1 || this.core.every((attribute) => this.#ablation(attribute).length > 0);
  }

  /** Ablation tests still to be asked; none of a core of one attribute. */
  get missingAblations(): GroupTest[] {
    if (this.core.length === 1) return [];
    return this.core.flatMap((attribute) => {
      const {n, violations} = this.observations.count(this.#ablation(attribute));
      const wanted = violations > 1 ? 2 * ablationTests : ablationTests;
      const attributes = this.core.filter((other) => other !== attribute);
      const missing = Math.max(0, wanted - n);
      const possible = this.prompts === undefined ? missing : this.prompts.count(attributes, [attribute], missing);
      return repeatTest(possible, {attributes, withBackground: true, purpose: "ablate", without: [attribute]});
    });
  }

  /** The core without an attribute that seems redundant, to be verified on its own; null: all seem needed. */
  get reduced(): CoreMeasurement | null {
    const redundant = this.core.find((attribute) => this.#isRedundant(attribute));
    if (redundant === undefined) return null;
    const rest = this.core.filter((other) => other !== redundant);
    return new CoreMeasurement(rest, this.observations, this.prompts, {of: this, redundant});
  }

  #ablation(attribute: number): number[] {
    return this.ablations.get(attribute) ?? [];
  }

  #isRedundant(attribute: number): boolean {
    if (this.#needed.has(attribute) || this.core.length === 1) return false;
    const count = this.observations.count(this.#ablation(attribute));
    return count.n >= redundantFrom.n && probabilityAboveHalf(count) > redundantFrom.probability;
  }
}
