const minSlots = 1 << 12;
const maxLoad = 0.6;

/**
 * How often each pair of attributes was tested: exact counts in an open-addressing hash table of typed arrays, 10 bytes
 * a slot, up to 65,535 a pair.
 */
export class PairCoverage {
  #firsts = new Uint32Array(minSlots); // the smaller id + 1; 0: the slot is free
  #seconds = new Uint32Array(minSlots);
  #counts = new Uint16Array(minSlots);
  #used = 0;

  of(a: number, b: number): number {
    return this.#counts[this.#slotOf(a, b)]!;
  }

  /** Counts one more test; returns how many there were before. */
  add(a: number, b: number): number {
    if (this.#used >= maxLoad * this.#firsts.length) this.#grow();
    const slot = this.#slotOf(a, b);
    const before = this.#counts[slot]!;
    if (before === 0) {
      this.#firsts[slot] = Math.min(a, b) + 1;
      this.#seconds[slot] = Math.max(a, b);
      this.#used++;
    }
    if (before < 65_535) this.#counts[slot] = before + 1;
    return before;
  }

  /** The slot of a pair, or the free slot for it. */
  #slotOf(a: number, b: number): number {
    const first = (a < b ? a : b) + 1;
    const second = a < b ? b : a;
    const firsts = this.#firsts;
    const mask = firsts.length - 1;
    let hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
    let slot = (hash ^ (hash >>> 13)) & mask;
    while (firsts[slot] !== 0 && (firsts[slot] !== first || this.#seconds[slot] !== second)) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const [firsts, seconds, counts] = [this.#firsts, this.#seconds, this.#counts];
    this.#firsts = new Uint32Array(2 * firsts.length);
    this.#seconds = new Uint32Array(2 * firsts.length);
    this.#counts = new Uint16Array(2 * firsts.length);
    for (let old = 0; old < firsts.length; old++) {
      if (firsts[old] === 0) continue;
      const slot = this.#slotOf(firsts[old]! - 1, seconds[old]!);
      this.#firsts[slot] = firsts[old]!;
      this.#seconds[slot] = seconds[old]!;
      this.#counts[slot] = counts[old]!;
    }
  }
}
