import {includesAll} from "./attribute-set.js";
import type {Asked, Observations} from "./observations.js";
import type {PartialRegion} from "./partial-region.js";
import type {Suspects} from "./suspects.js";

/**
 * Sets that are regions or being tried. They explain the outcome of the queries that have all of them, so that these say
 * nothing about their other attributes and are left out of every belief. The queries of a partial region still count for
 * the sets that contain it.
 */
export class KnownSets {
  full: (readonly number[])[] = [];
  partial: PartialRegion[] = [];

  constructor(
    private readonly observations: Observations,
    private readonly suspects: Suspects
  ) {}

  get sets(): (readonly number[])[] {
    return [...this.full, ...this.partial.map(({set}) => set)];
  }

  /** Whether a set has all of a known one, so that it says nothing new. */
  explains(attributes: readonly number[]): boolean {
    return this.full.some((set) => includesAll(attributes, set));
  }

  /** Replaces what is known. */
  replace(full: readonly (readonly number[])[], partial: readonly PartialRegion[]): void {
    for (const old of this.full) if (!full.includes(old)) this.#hide(old, -1);
    for (const old of this.partial) if (!partial.some(({set}) => set === old.set)) this.#mark(old, false);
    for (const fresh of full) if (!this.full.includes(fresh)) this.#hide(fresh, 1);
    const kept = partial.map((fresh) => this.partial.find(({set}) => set === fresh.set) ?? fresh);
    for (const fresh of kept) if (!this.partial.includes(fresh)) this.#mark(fresh, true);
    this.full = [...full];
    this.partial = kept;
  }

  /** Adds a candidate to the observations; returns the index of its query and whether that was never asked before. */
  add(asked: Asked): {index: number; isFresh: boolean} {
    const {observations, suspects} = this;
    const before = observations.find(asked.prompt);
    if (before !== null) suspects.count(before, -1);
    const index = observations.add(asked);
    const observation = observations.all[index]!;
    if (before === null) {
      observation.hidden = this.full.filter((set) => includesAll(observation.attributes, set)).length;
      observation.partial = this.partial.filter(({set}) => includesAll(observation.attributes, set));
    }
    suspects.count(index, 1);
    return {index, isFresh: before === null};
  }

  #hide(set: readonly number[], change: 1 | -1): void {
    for (const index of this.observations.indicesWith(set)) {
      this.suspects.count(index, -1);
      this.observations.all[index]!.hidden += change;
      this.suspects.count(index, 1);
    }
  }

  #mark(region: PartialRegion, isKnown: boolean): void {
    for (const index of this.observations.indicesWith(region.set)) {
      const observation = this.observations.all[index]!;
      this.suspects.count(index, -1);
      observation.partial = isKnown
        ? [...observation.partial, region]
        : observation.partial.filter((other) => other !== region);
      this.suspects.count(index, 1);
    }
  }
}
