/** Thrown instead of a call that could take the study over its cap. */
export class BudgetReached extends Error {
  constructor(capInUsd: number, spentInUsd: number) {
    super(
      `the budget of $${capInUsd} is used up: $${spentInUsd.toFixed(4)} are spent and the next call could go over; raise budget.usd to go on`
    );
    this.name = "BudgetReached";
  }
}

export const isBudgetReached = (error: unknown): error is BudgetReached =>
  error instanceof Error && error.name === "BudgetReached";

interface Waiting {
  usd: number;
  enter: () => void;
  reject: (error: Error) => void;
}

/**
 * A cap in US dollars that is never gone over: each call reserves its worst case before it is sent and settles what it
 * cost after. Where the cap has no room, a call waits for others to settle; when none is under way, it is refused.
 */
export class Budget {
  #spent: number;
  #reserved = 0;
  #waiting: Waiting[] = [];

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

  /** A reserved call is over: it cost so much. */
  settle(reservedUsd: number, costUsd: number): void {
    this.#reserved -= reservedUsd;
    this.#spent += costUsd;
    this.#admit();
  }

  #admit(): void {
    while (this.#waiting.length > 0) {
      const [{usd, enter, reject}] = this.#waiting as [Waiting];
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
