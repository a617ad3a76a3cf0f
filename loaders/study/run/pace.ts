const windowInMs = 30_000;

/** Measures how fast something that is counted grows. */
export class Pace {
  readonly #seen: {at: number; count: number}[] = [];

  constructor(private readonly now: () => number = Date.now) {}

  /** Notes the count of this moment. Returns how much it grew a second over the last half minute; 0 at first. */
  note(count: number): number {
    const present = {at: this.now(), count};
    this.#seen.push(present);
    while (this.#seen.length > 2 && present.at - this.#seen[0]!.at > windowInMs) this.#seen.shift();
    const {at, count: then} = this.#seen[0]!;
    return present.at === at ? 0 : ((count - then) * 1000) / (present.at - at);
  }
}
