import {createHash} from "node:crypto";
import {DigestSet} from "./digest-set.js";
import {Lowest} from "./lowest.js";
import type {Pair} from "./pairs.js";

/** Identifies a pair: rows of one chunk with the same texts have the same digest. */
export const digestOf = ({source, query, response}: Pick<Pair, "source" | "query" | "response">): Buffer =>
  createHash("sha256").update(`${source}\u0000${query.length}\u0000${query}\u0000`).update(response).digest();

export interface DrawSize {
  sample?: number;
  perSource?: number;
  seed?: number;
}

/**
 * Draws a uniform random sample of the distinct pairs of a corpus, in all or of each chunk. The draw depends on the
 * pairs and the seed only, not on the order of files and rows. Memory: 12 bytes a pair, 16 a drawn one.
 */
export class PairDraw {
  readonly #seen = new DigestSet();
  readonly #drawn = new Map<string, Lowest>();
  readonly #max: number;
  readonly #seed: string;

  constructor(readonly size: DrawSize) {
    this.#max = size.sample ?? size.perSource ?? Infinity;
    this.#seed = `${size.seed ?? 1}\u0000`;
  }

  get distinct(): number {
    return this.#seen.size;
  }

  /** Adds a pair to the draw under the number of its row in the corpus; false when it is a duplicate. */
  add(source: string, digest: Buffer, row: number): boolean {
    if (!this.#seen.add(digest)) return false;
    const group = this.size.perSource === undefined ? "" : source;
    let lowest = this.#drawn.get(group);
    if (lowest === undefined) this.#drawn.set(group, (lowest = new Lowest(this.#max)));
    lowest.add(createHash("sha256").update(this.#seed).update(digest).digest().readUIntBE(0, 6), row);
    return true;
  }

  /** The rows that were drawn, in ascending order. */
  rows(): Float64Array {
    return Float64Array.from([...this.#drawn.values()].flatMap(({ordinals}) => [...ordinals])).sort();
  }
}
