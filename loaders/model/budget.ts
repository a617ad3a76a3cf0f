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

  constructor(
    readonly capInUsd: number,
    spentInUsd = 0
  ) {
    this.#spent = spentInUsd;
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

  /** Replaces the reservation of a call that ended by what it cost. */
  settle(reservedUsd: number, costUsd: number): void {
    this.#reserved -= reservedUsd;
    this.#spent += costUsd;
    this.#admit();
  }

  #admit(): void {
    while (this.#waiting.length > 0) {
      const [{usd, enter, reject}] = this.#waiting as [Reservation];
      const fits = this.#spent + this.#reserved + usd <= this.capInUsd * (1 + Number.EPSILON * 16);
      if (!fits && this.#reserved > 1e-12) return; // others may leave room when they settle
      this.#waiting.shift();
      if (!fits) {
        reject(new BudgetReached(this.capInUsd, this.#spent));
        continue;
      }
      this.#reserved += usd;
      enter();
    }
  }
}
