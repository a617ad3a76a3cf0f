const words = 3; // 12 bytes a digest: the chance that two of ten million texts share one is 1e-15

/** A set of digests in one typed array: 12 bytes an entry at a load of at most two thirds. */
export class DigestSet {
  #table = new Uint32Array(words << 10);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Adds a digest of at least 12 bytes; false when it is in the set already. */
  add(digest: Buffer): boolean {
    const a = digest.readUInt32LE(0) || 1; // a first word of 0 marks a free slot
    const b = digest.readUInt32LE(4);
    const c = digest.readUInt32LE(8);
    if (!this.#insert(a, b, c)) return false;
    if (++this.#size * words * 3 > this.#table.length * 2) this.#grow();
    return true;
  }

  #insert(a: number, b: number, c: number): boolean {
    const table = this.#table;
    const slots = table.length / words;
    for (let slot = b % slots; ; slot = (slot + 1) % slots) {
      const at = slot * words;
      if (table[at] === 0) {
        table[at] = a;
        table[at + 1] = b;
        table[at + 2] = c;
        return true;
      }
      if (table[at] === a && table[at + 1] === b && table[at + 2] === c) return false;
    }
  }

  #grow(): void {
    const old = this.#table;
    this.#table = new Uint32Array(old.length * 2);
    for (let at = 0; at < old.length; at += words)
      if (old[at] !== 0) this.#insert(old[at]!, old[at + 1]!, old[at + 2]!);
  }
}
