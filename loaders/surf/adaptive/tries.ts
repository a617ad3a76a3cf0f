import {eachPair, pairKey} from "./pairs.js";
import {TripleCounts} from "./triple-counts.js";

const bitsOfTriples = 23; // 8 MB

/** How often pairs and triples of attributes were tried for something new; inquiries do not count. */
export class Tries {
  readonly partners: Uint32Array; // of each attribute, different ones that it was tried with
  readonly #pairs = new Map<number, number>();
  readonly #triples = new TripleCounts(bitsOfTriples);

  constructor(size: number) {
    this.partners = new Uint32Array(size);
  }

  mark(attributes: readonly number[]): void {
    eachPair(attributes, (a, b) => {
      const tries = this.#pairs.get(pairKey(a, b)) ?? 0;
      this.#pairs.set(pairKey(a, b), tries + 1);
      if (tries > 0) return;
      this.partners[a]!++;
      this.partners[b]!++;
    });
    for (let i = 2; i < attributes.length; i++)
      for (let j = 1; j < i; j++)
        for (let k = 0; k < j; k++) this.#triples.add(attributes[i]!, attributes[j]!, attributes[k]!);
  }

  /** Different pairs. */
  get pairs(): number {
    return this.#pairs.size;
  }

  ofPair(a: number, b: number): number {
    return this.#pairs.get(pairKey(a, b)) ?? 0;
  }

  ofTriple(a: number, b: number, c: number): number {
    return this.#triples.of(a, b, c);
  }
}
