import {bestOf, kthBest} from "./best.js";

const stepsPerUnit = 4096; // of cosine, by which rows are counted
const lowest = -1.25; // below any cosine by codes less its error that matters: what is lower counts as this
const steps = 2.5 * stepsPerUnit;
const slack = 1e-9; // rounding of a step's lower end
const roomPerBest = 16; // candidates a best one, above which those that fell behind are left out
const minRoom = 1024;
const maxRoom = 1 << 16; // at the start

/**
 * Rows that may be among the k best of one query: each with its cosine by codes, and how far that may be off. What each
 * has at least is counted in steps, so that the bar rises with every row.
 */
export class Candidates {
  #ids: Uint32Array;
  #approximate: Float64Array;
  #errors: Float64Array;
  #length = 0;
  readonly #counts = new Uint32Array(steps);
  #level = -1; // step that at least k rows reach
  #above = 0; // rows in higher steps
  /** At least k of the rows seen have a cosine of at least this. */
  least = -Infinity;

  constructor(private readonly k: number) {
    const room = Math.min(maxRoom, Math.max(minRoom, roomPerBest * k));
    this.#ids = new Uint32Array(room);
    this.#approximate = new Float64Array(room);
    this.#errors = new Float64Array(room);
  }

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
    this.#count(approximate - error);
  }

  /** The n-th best cosine by codes; -Infinity where there are fewer. */
  best(n: number): number {
    return kthBest(this.#approximate.slice(0, this.#length), n);
  }

  /** What the rows with a lower cosine by codes reach at least: the `most` best such bounds, in any order. */
  leastBelow(approximate: number, most: number): Float64Array<ArrayBuffer> {
    const below = new Float64Array(this.#length);
    let length = 0;
    for (let i = 0; i < this.#length; i++)
      if (this.#approximate[i]! < approximate) below[length++] = this.#approximate[i]! - this.#errors[i]!;
    return bestOf(below.slice(0, length), most).slice();
  }

  /** Leaves out what can't be among the k best. */
  prune(): void {
    const lower = new Float64Array(this.#length);
    for (let i = 0; i < lower.length; i++) lower[i] = this.#approximate[i]! - this.#errors[i]!;
    this.least = Math.max(this.least, kthBest(lower, this.k));
    this.#drop();
  }

  #count(lower: number): void {
    const step = Math.min(steps - 1, Math.max(0, Math.floor((lower - lowest) * stepsPerUnit)));
    this.#counts[step]!++;
    if (step <= this.#level || ++this.#above < this.k) return;
    while (this.#above >= this.k) this.#above -= this.#counts[++this.#level]!;
    if (this.#level > 0) this.least = Math.max(this.least, lowest + this.#level / stepsPerUnit - slack);
  }

  #drop(): void {
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
    if (this.#length >= roomPerBest * this.k) this.#drop();
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
