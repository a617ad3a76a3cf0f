const slots = 1 << 22;

/** How often each three attributes were tried together, by hash: 4 MB, and now and then a little too high. */
export class TripleTries {
  readonly #counts = new Uint8Array(slots);

  of(a: number, b: number, c: number): number {
    return this.#counts[slotOf(a, b, c)]!;
  }

  add(a: number, b: number, c: number): void {
    const slot = slotOf(a, b, c);
    if (this.#counts[slot]! < 255) this.#counts[slot]!++;
  }
}

/** The same in whatever order. */
function slotOf(a: number, b: number, c: number): number {
  const least = Math.min(a, b, c);
  const most = Math.max(a, b, c);
  const middle = a + b + c - least - most;
  let hash = Math.imul(least + 1, 0x9e3779b1) ^ Math.imul(middle + 1, 0x85ebca6b) ^ Math.imul(most + 1, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x27d4eb2f);
  return (hash ^ (hash >>> 13)) & (slots - 1);
}
