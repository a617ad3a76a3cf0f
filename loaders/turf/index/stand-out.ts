import type {IndexManifest} from "../../../src/shared/indexManifest.js";
import type {PairSources} from "./corpus-stage.js";
import {noAttribute, slotsPerPair, slotsPerSide} from "./files.js";

const typicalKept = 12; // of a chunk
const atMost = 1000; // waiting to be sorted

export interface Scored {
  i: number;
  score: number;
}

/** The first of some things by their scores, the lower number first among equals. */
export const topScored = (scored: readonly Scored[]): Scored[] =>
  scored.toSorted((a, b) => b.score - a.score || a.i - b.i).slice(0, typicalKept);

/** What a chunk has most over what the corpus would give it: the things with the largest (here - expected) / sd. */
export class StandOut {
  #scored: Scored[] = [];

  constructor(
    private readonly size: number, // pairs of the chunk
    private readonly total: number // pairs of all
  ) {}

  /** Takes a thing into account that `here` pairs of the chunk have, and `all` pairs of the corpus. */
  add(i: number, here: number, all: number): void {
    const expected = (all * this.size) / this.total;
    if (here <= expected) return;
    this.#scored.push({i, score: (here - expected) / Math.sqrt(expected + 1)});
    if (this.#scored.length === atMost) this.#scored = topScored(this.#scored);
  }

  top(): Scored[] {
    return topScored(this.#scored);
  }
}

/** Of each chunk, the response attributes that stand out. */
export function typicalOf(
  slots: Uint32Array,
  {names, of}: PairSources,
  {attributes, pairs}: Pick<IndexManifest, "attributes" | "pairs">
): number[][] {
  const distinct = attributes.responses;
  const byChunk = new Uint32Array(distinct * names.length);
  const all = new Uint32Array(distinct);
  const sizes = names.map(() => 0);
  for (const [pair, chunk] of of.entries()) {
    sizes[chunk]!++;
    for (let slot = slotsPerSide; slot < slotsPerPair; slot++) {
      const id = slots[pair * slotsPerPair + slot]!;
      if (id === noAttribute) break;
      byChunk[id * names.length + chunk]!++;
      all[id]!++;
    }
  }
  return sizes.map((size, chunk) => {
    const found = new StandOut(size, pairs);
    for (let id = 0; id < distinct; id++) found.add(id, byChunk[id * names.length + chunk]!, all[id]!);
    return found.top().map(({i}) => i);
  });
}
