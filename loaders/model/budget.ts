import {Pause} from "./pause.js";

/** Thrown instead of making a call that could exceed the cap. */
export class BudgetReached extends Pause {
  constructor(capInUsd: number, spentInUsd: number) {
    super(
      `the budget of $${capInUsd} is used up: $${spentInUsd.toFixed(4)} is spent and the next call could exceed it; ` +
        "raise budget.usd to continue"
    );
    this.name = "BudgetReached";
  }
}

export const isBudgetReached = (error: unknown): error is BudgetReached =>
  error instanceof Error && error.name === "BudgetReached";

/** Asks for at least that many more US dollars; resolves to how many there are, 0 where there is no room. */
export type GrantMore = (neededInUsd: number) => Promise<number>;

interface Reservation {
  usd: number;
  enter: () => void;
  reject: (error: Error) => void;
}

/**
 * A cap in US dollars that is never exceeded: each call reserves its worst case before it is sent and settles its cost
 * afterwards. A call that does not fit waits for others to settle; when none is in flight, it is refused.
 */
export class Budget {
  #spent: number;
  #reserved = 0;
  #waiting: Reservation[] = [];
  #capInUsd: number;
  #isAsking = false; // for more
  readonly #open: Map<string, number>;

  /**
   * `open` are batches under way that an earlier process submitted, by label, with what each still costs at most. `more`
   * raises the cap where it is a part of one that several processes share.
   */
  constructor(
    capInUsd: number,
    spentInUsd = 0,
    open: ReadonlyMap<string, number> = new Map(),
    private readonly more?: GrantMore
  ) {
    this.#capInUsd = capInUsd;
    this.#open = new Map(open);
    this.#spent = [...open.values()].reduce((sum, usd) => sum + usd, spentInUsd);
  }

  get capInUsd(): number {
    return this.#capInUsd;
  }

  get spent(): number {
    return this.#spent;
  }

  /** Resolves when the amount is set aside. Throws BudgetReached when it can't be. */
  reserve(usd: number): Promise<void> {
    return new Promise((enter, reject) => {
      this.#waiting.push({usd, enter, reject});
      this.#admit();
    });
  }

  /** Makes the money of an open batch a reservation, as its answers are about to come: US dollars to settle. */
  takeOver(label: string): number {
    const usd = this.#open.get(label) ?? 0;
    this.#open.delete(label);
    this.#spent -= usd;
    this.#reserved += usd;
    return usd;
  }

  /** Replaces the reservation of a call that ended by what it cost. */
  settle(reservedUsd: number, costUsd: number): void {
    this.#reserved -= reservedUsd;
    this.#spent += costUsd;
    this.#admit();
  }

  #admit(): void {
    while (this.#waiting.length > 0 && !this.#isAsking) {
      const [{usd, enter, reject}] = this.#waiting as [Reservation];
      const missing = this.#spent + this.#reserved + usd - this.#capInUsd * (1 + Number.EPSILON * 16);
      if (missing > 0 && this.more !== undefined) return void this.#askForMore(this.more, missing);
      if (missing > 0 && this.#isUsed()) return; // others may leave room when they settle
      this.#waiting.shift();
      if (missing > 0) {
        reject(new BudgetReached(this.#capInUsd, this.#spent));
        continue;
      }
      this.#reserved += usd;
      enter();
    }
  }

  #isUsed = (): boolean => this.#reserved > 1e-12;

  /** Raises the cap for the first that waits; where there is no more, it waits for others to settle, or is refused. */
  async #askForMore(more: GrantMore, missing: number): Promise<void> {
    this.#isAsking = true;
    const granted = await more(missing).catch((error: unknown) => this.#refuseAll(error));
    this.#isAsking = false;
    this.#capInUsd += granted;
    if (granted > 0) return this.#admit();
    if (this.#isUsed() || this.#waiting.length === 0) return;
    this.#waiting.shift()!.reject(new BudgetReached(this.#capInUsd, this.#spent));
    this.#admit();
  }

  #refuseAll(error: unknown): 0 {
    for (const {reject} of this.#waiting.splice(0)) reject(error as Error);
    return 0;
  }
}
