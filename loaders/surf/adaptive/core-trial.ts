import type {Purpose} from "../../../src/shared/schema.js";
import {chanceAboveHalf} from "./chance.js";
import type {Evidence} from "./evidence.js";
import type {Wish} from "./inquiry.js";

export const enough = 5; // fresh candidates without which nothing is confirmed
const trialsWithout = 4; // of a core that lacks one of its attributes

/** Fresh candidates that measure a core, and the core without each of its attributes. */
export class CoreTrial {
  fresh: number[] = [];
  readonly without = new Map<number, number[]>();
  readonly #needed = new Set<number>(); // looked spare, but the core without it did not hold

  constructor(
    readonly core: readonly number[],
    private readonly evidence: Evidence,
    private readonly part: {of: CoreTrial; spare: number} | null = null // of a larger core, which may not need all of it
  ) {}

  /** Candidates that suggested this core: they cannot speak for it too. */
  get suggestedBy(): readonly number[] {
    return this.part === null ? [] : this.part.of.#without(this.part.spare);
  }

  /** The core that this one is a part of, to go on with where this one has failed. */
  backToLarger(): CoreTrial | null {
    if (this.part === null) return null;
    this.part.of.#needed.add(this.part.spare);
    return this.part.of;
  }

  take(purpose: Purpose, asked: readonly number[], index: number): void {
    if (purpose === "verify") this.fresh.push(index);
    const missing = this.core.filter((attribute) => !asked.includes(attribute));
    if (purpose === "ablate" && missing.length === 1)
      this.without.set(missing[0]!, [...this.#without(missing[0]!), index]);
  }

  /** Chance that fresh candidates alone give to a rate above one half. */
  get chance(): number {
    const {n, violations} = this.evidence.tally(this.fresh);
    return chanceAboveHalf(violations, n);
  }

  /** Whether fresh candidates alone speak for a region. */
  get isMeasured(): boolean {
    return this.fresh.length >= enough && this.chance > 0.75;
  }

  /** What is still to be asked without each attribute. */
  get ablations(): Wish[] {
    if (this.core.length === 1) return [];
    return this.core.flatMap((attribute) => {
      const {n, violations} = this.evidence.tally(this.#without(attribute));
      const rest = this.core.filter((other) => other !== attribute);
      const wanted = violations > 1 ? 2 * trialsWithout : trialsWithout;
      return Array.from({length: Math.max(0, wanted - n)}, (): Wish => ({
        core: rest,
        company: true,
        purpose: "ablate"
      }));
    });
  }

  /** The core without an attribute that the failure does not need, on the fresh candidates that lacked it. */
  get smaller(): CoreTrial | null {
    const spare = this.core.find((attribute) => this.#isSpare(attribute));
    if (spare === undefined) return null;
    const rest = this.core.filter((other) => other !== spare);
    return new CoreTrial(rest, this.evidence, {of: this, spare});
  }

  #without(attribute: number): number[] {
    return this.without.get(attribute) ?? [];
  }

  #isSpare(attribute: number): boolean {
    if (this.#needed.has(attribute)) return false;
    const {n, violations} = this.evidence.tally(this.#without(attribute));
    return n >= 5 && this.core.length > 1 && chanceAboveHalf(violations, n) > 0.6;
  }
}
