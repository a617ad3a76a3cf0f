import {bestOf, kthBest} from "./best.js";
import {barOf, mostOf, type Wanted} from "./wanted.js";

const stepsPerUnit = 4096; // of cosine, by which rows are counted
const lowest = -1.25; // below any cosine by codes less its error that matters: what is lower counts as this
const steps = 2.5 * stepsPerUnit;
const slack = 1e-9; // rounding of a step's lower end
const roomPerBest = 16; // candidates a best one, above which those that fell behind are left out
const minRoom = 1024;
const maxRoom = 1 << 16; // at the start

/** Bytes that the candidates of one query take at most in one thread. */
export const candidateBytes = (wanted: Wanted): number =>
  20 * Math.max(minRoom, roomPerBest * wanted.k, 2 * mostOf(wanted));

/**
 * Rows that may be among those wanted for one query: each with its cosine by codes, and how far that may be off. What each
 * has at least is counted in steps, so that the bar rises with every row.
 */
export class Candidates {
  #ids: Uint32Array;
  #approximate: Float64Array;
  #errors: Float64Array;
  #length = 0;
  readonly #counts = new Uint32Array(steps);
  readonly #kth: Level;
  readonly #last: Level;
  /** Rows with a lower cosine are not wanted: that many of the rows seen reach it. */
  least = -Infinity;

  constructor(private readonly wanted: Wanted) {
    this.#kth = new Level(wanted.k);
    this.#last = new Level(mostOf(wanted));
    const room = Math.min(maxRoom, Math.max(minRoom, roomPerBest * wanted.k));
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

  /** Leaves out what can't be wanted. */
  prune(): void {
    const lower = new Float64Array(this.#length);
    for (let i = 0; i < lower.length; i++) lower[i] = this.#approximate[i]! - this.#errors[i]!;
    this.#raise(kthBest(lower, this.wanted.k), kthBest(lower, mostOf(this.wanted)));
    this.#drop();
  }

  #raise(kth: number, last: number): void {
    this.least = Math.max(this.least, barOf(this.wanted, kth, last));
  }

  #count(lower: number): void {
    const step = Math.min(steps - 1, Math.max(0, Math.floor((lower - lowest) * stepsPerUnit)));
    this.#counts[step]!++;
    const hasRisen = this.#kth.count(step, this.#counts);
    if (this.#last.count(step, this.#counts) || hasRisen) this.#raise(this.#kth.least, this.#last.least);
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
    if (this.#length >= roomPerBest * this.wanted.k) this.#drop();
    if (this.#length < this.#ids.length / 2) return;
    this.#ids = doubled(this.#ids, new Uint32Array(2 * this.#length));
    this.#approximate = doubled(this.#approximate, new Float64Array(2 * this.#length));
    this.#errors = doubled(this.#errors, new Float64Array(2 * this.#length));
  }
}

/** The highest step that a number of rows reach. */
class Level {
  #step = -1;
  #above = 0; // rows in higher steps

  constructor(private readonly rows: number) {}

  /** Counts a row, which is in the counts already. Whether the level has risen. */
  count(step: number, counts: Uint32Array): boolean {
    if (step <= this.#step || ++this.#above < this.rows) return false;
    while (this.#above >= this.rows) this.#above -= counts[++this.#step]!;
    return true;
  }

  /** A cosine that at least `rows` rows reach. */
  get least(): number {
    return this.#step > 0 ? lowest + this.#step / stepsPerUnit - slack : -Infinity;
  }
}

function doubled<T extends Uint32Array | Float64Array>(values: T, room: T): T {
  room.set(values);
  return room;
}
