const leastBits = 12;

/** Counts of sets of three attributes, by hash and up to 255: now and then a little too high. 1 byte a place. */
export class TripleCounts {
  readonly #counts: Uint8Array;
  readonly #mask: number;

  constructor(bits: number) {
    const size = 1 << Math.max(leastBits, bits);
    this.#counts = new Uint8Array(size);
    this.#mask = size - 1;
  }

  of(a: number, b: number, c: number): number {
    return this.#counts[this.#placeOf(a, b, c)]!;
  }

  add(a: number, b: number, c: number): void {
    const place = this.#placeOf(a, b, c);
    if (this.#counts[place]! < 255) this.#counts[place]!++;
  }

  #placeOf(a: number, b: number, c: number): number {
    const low = Math.min(a, b, c);
    const high = Math.max(a, b, c);
    const middle = a + b + c - low - high;
    let hash = Math.imul(low ^ 0x5bd1e995, 0x9e3779b1);
    hash = Math.imul((hash ^ (hash >>> 15)) + middle, 0x85ebca6b);
    hash = Math.imul((hash ^ (hash >>> 13)) + high, 0xc2b2ae35);
    return (hash ^ (hash >>> 16)) & this.#mask;
  }
}
