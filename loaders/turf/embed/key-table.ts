import {createHash} from "node:crypto";

/** Bytes of a key: enough that two texts never share one. */
export const keyLength = 16;

export const keyOf = (text: string): Buffer => createHash("sha256").update(text).digest().subarray(0, keyLength);

/** Keys by number, found by value; some 30 bytes a key. */
export class KeyTable {
  #keys = Buffer.alloc(1024 * keyLength);
  #slots = new Uint32Array(2048); // number of a key + 1; 0: free
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Number of a key, in the order of adding; undefined when it is not there. */
  find(key: Buffer): number | undefined {
    const number = this.#slots[this.#slotOf(key)]!;
    return number === 0 ? undefined : number - 1;
  }

  /** Adds a key that is not there. */
  add(key: Buffer): void {
    if ((this.#count + 1) * keyLength > this.#keys.length) this.#grow();
    key.copy(this.#keys, this.#count * keyLength);
    this.#slots[this.#slotOf(key)] = ++this.#count;
  }

  /** The slot that holds the key, or the free one where it belongs. */
  #slotOf(key: Buffer): number {
    const mask = this.#slots.length - 1;
    for (let slot = key.readUInt32LE(0) & mask; ; slot = (slot + 1) & mask) {
      const number = this.#slots[slot]!;
      if (number === 0 || this.#isAt(number - 1, key)) return slot;
    }
  }

  #isAt(number: number, key: Buffer): boolean {
    const from = number * keyLength;
    return this.#keys.compare(key, 0, keyLength, from, from + keyLength) === 0;
  }

  #grow(): void {
    const keys = Buffer.alloc(2 * this.#keys.length);
    this.#keys.copy(keys);
    this.#keys = keys;
    this.#slots = new Uint32Array(2 * this.#slots.length);
    for (let number = 0; number < this.#count; number++) {
      const key = this.#keys.subarray(number * keyLength, (number + 1) * keyLength);
      this.#slots[this.#slotOf(key)] = number + 1;
    }
  }
}
