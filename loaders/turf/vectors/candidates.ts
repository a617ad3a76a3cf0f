import {bestOf, kthBest} from "./best.js";

/** Rows that may be among the k best of one query: each with its cosine by codes, and how far that may be off. */
export class Candidates {
  #ids = new Uint32Array(1024);
  #approximate = new Float64Array(1024);
  #errors = new Float64Array(1024);
  #length = 0;
  /** At least k of the rows seen have a cosine of at least this. */
  least = -Infinity;

  constructor(private readonly k: number) {}

  get length(): number {
    return this.#length;
  }

  id = (i: number): number => this.#ids[i]!;
  approximate = (i: number): number => this.#approximate[i]!;
  atMost = (i: number): number => this.#approximate[i]! + this.#errors[i]!;

  add(id: number, approximate: number, error: number): void {
    if (this.#length === this.#ids.length) this.#makeRoom();
    this.#ids[this.#length] = id;
    this.#approximate[this.#length] = approximate;
    this.#errors[this.#length++] = error;
  }

  /** The k best cosines by codes (fewer where there are fewer), in any order. */
  best(): Float64Array {
    return bestOf(this.#approximate.slice(0, this.#length), this.k).slice();
  }

  /** Leaves out what can't be among the k best. */
  prune(): void {
    const lower = new Float64Array(this.#length);
    for (let i = 0; i < lower.length; i++) lower[i] = this.#approximate[i]! - this.#errors[i]!;
    this.least = Math.max(this.least, kthBest(lower, this.k));
    let kept = 0;
    for (let i = 0; i < this.#length; i++) {
      if (this.atMost(i) < this.least) continue;
      this.#ids[kept] = this.#ids[i]!;
      this.#approximate[kept] = this.#approximate[i]!;
      this.#errors[kept++] = this.#errors[i]!;
    }
    this.#length = kept;
  }

  #makeRoom(): void {
    if (this.#length >= 4 * this.k) this.prune();
    if (this.#length < this.#ids.length / 2) return;
    this.#ids = doubled(this.#ids, new Uint32Array(2 * this.#length));
    this.#approximate = doubled(this.#approximate, new Float64Array(2 * this.#length));
    this.#errors = doubled(this.#errors, new Float64Array(2 * this.#length));
  }
}

function doubled<T extends Uint32Array | Float64Array>(values: T, room: T): T {
  room.set(values);
  return room;
}
