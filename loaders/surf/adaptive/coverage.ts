import {maxSuspectAttributes} from "./constants.js";
import {PairCoverage} from "./pair-coverage.js";
import {TripleCoverage} from "./triple-coverage.js";

/** Which pairs and triples of attributes were tested: the design so far, whatever the outcomes. */
export class Coverage {
  readonly partners: Uint32Array; // by attribute: different attributes it was tested with
  readonly pending: Uint16Array; // by attribute: tests planned since the last `clearPending`
  readonly #pairs = new PairCoverage();
  readonly #triples = new TripleCoverage();

  constructor(size: number) {
    this.partners = new Uint32Array(size);
    this.pending = new Uint16Array(size);
  }

  /** Counts a set as tested, before its outcome is known. */
  add(attributes: readonly number[]): void {
    for (const id of attributes) this.pending[id]!++;
    for (let i = 1; i < attributes.length; i++)
      for (let j = 0; j < i; j++) {
        if (this.#pairs.add(attributes[i]!, attributes[j]!) > 0) continue;
        this.partners[attributes[i]!]!++;
        this.partners[attributes[j]!]!++;
      }
    if (attributes.length > maxSuspectAttributes) return;
    for (let i = 2; i < attributes.length; i++)
      for (let j = 1; j < i; j++)
        for (let k = 0; k < j; k++) this.#triples.add(attributes[i]!, attributes[j]!, attributes[k]!);
  }

  /** Takes note that attributes are going to be tested; what is tested is added when it is known. */
  plan(attributes: readonly number[]): void {
    for (const id of attributes) this.pending[id]!++;
  }

  clearPending(): void {
    this.pending.fill(0);
  }

  ofPair(a: number, b: number): number {
    return this.#pairs.of(a, b);
  }

  ofTriple(a: number, b: number, c: number): number {
    return this.#triples.of(a, b, c);
  }
}
