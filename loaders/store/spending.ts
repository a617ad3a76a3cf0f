import type {Budget} from "../model/budget.js";
import type {ModelReply} from "../model/model.js";
import {costOf, type Price} from "../model/price.js";

export interface SpendingOptions {
  priceOf?: (model: {name: string}) => Price | null; // null: unknown
  budget?: Budget | null;
}

const freePrice: Price = {input: 0, output: 0, cached: null};

/** Prices of models, and the budget that their calls must stay within. */
export class Spending {
  constructor(private readonly options: SpendingOptions) {}

  /** The price of a model; null when it is unknown. */
  priceOf(model: {name: string; free: boolean}): Price | null {
    return model.free ? freePrice : (this.options.priceOf?.(model) ?? null);
  }

  /**
   * Reserves the worst case before a call is sent and settles what it cost afterwards. `worst` is null when the call is
   * free or has no known price: nothing is reserved then. Throws BudgetReached when the budget has no room.
   */
  async within<T>(worst: number | null, send: () => Promise<T>, costOf: (sent: T) => number): Promise<T> {
    const settle = await this.reserve(worst);
    let cost = 0;
    try {
      const sent = await send();
      cost = costOf(sent);
      return sent;
    } finally {
      settle(cost);
    }
  }

  /** Reserves the worst case of calls. Call the result once, with what they did cost. Throws as `within` does. */
  async reserve(worst: number | null): Promise<(cost: number) => void> {
    const {budget = null} = this.options;
    if (budget === null || worst === null) return () => undefined;
    await budget.reserve(worst);
    return (cost) => budget.settle(worst, cost);
  }
}

/** What a reply cost: nothing when there is none; null when the price, or the number of its tokens, is unknown. */
export function costOfReply(reply: ModelReply | null, price: Price | null): number | null {
  if (reply === null) return 0;
  return price === null ? null : costOf(reply.usage, price);
}
