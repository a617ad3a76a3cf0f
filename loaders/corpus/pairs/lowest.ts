/** Keeps the `max` ordinals of lowest priority seen: a heap with the highest of them on top. */
export class Lowest {
  #priorities: number[] = [];
  #ordinals: number[] = [];

  constructor(readonly max: number) {}

  get ordinals(): readonly number[] {
    return this.#ordinals;
  }

  add(priority: number, ordinal: number): void {
    if (this.#ordinals.length < this.max) {
      this.#priorities.push(priority);
      this.#ordinals.push(ordinal);
      this.#up(this.#ordinals.length - 1);
    } else if (this.max > 0 && priority < this.#priorities[0]!) {
      this.#priorities[0] = priority;
      this.#ordinals[0] = ordinal;
      this.#down(0);
    }
  }

  #up(i: number): void {
    for (let parent; i > 0 && this.#isHigher(i, (parent = (i - 1) >> 1)); i = parent) this.#swap(i, parent);
  }

  #down(i: number): void {
    for (;;) {
      const left = 2 * i + 1;
      let highest = i;
      if (left < this.#ordinals.length && this.#isHigher(left, highest)) highest = left;
      if (left + 1 < this.#ordinals.length && this.#isHigher(left + 1, highest)) highest = left + 1;
      if (highest === i) return;
      this.#swap(i, highest);
      i = highest;
    }
  }

  #isHigher(a: number, b: number): boolean {
    return this.#priorities[a]! > this.#priorities[b]!;
  }

  #swap(a: number, b: number): void {
    for (const list of [this.#priorities, this.#ordinals]) [list[a], list[b]] = [list[b]!, list[a]!];
  }
}
