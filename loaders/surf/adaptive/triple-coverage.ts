const slots = 1 << 22;

/**
 * How often each triple of attributes was tested, by hash in 4 MB, up to 255. A collision makes a count too high: after
 * 36,000 calls of ten triples each, one in twelve untested triples has a count.
 */
export class TripleCoverage {
  readonly #counts = new Uint8Array(slots);

  of(a: number, b: number, c: number): number {
    return this.#counts[slotOf(a, b, c)]!;
  }

  add(a: number, b: number, c: number): void {
    const slot = slotOf(a, b, c);
    if (this.#counts[slot]! < 255) this.#counts[slot]!++;
  }
}

/** Independent of the order. */
function slotOf(a: number, b: number, c: number): number {
  const low = Math.min(a, b, c);
  const high = Math.max(a, b, c);
  const middle = a + b + c - low - high;
  let hash = Math.imul(low + 1, 0x9e3779b1) ^ Math.imul(middle + 1, 0x85ebca6b) ^ Math.imul(high + 1, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x27d4eb2f);
  return (hash ^ (hash >>> 13)) & (slots - 1);
}
