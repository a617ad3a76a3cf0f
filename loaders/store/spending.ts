import type {Budget} from "../model/budget.js";
import type {Attempts} from "../model/dispatcher.js";
import type {ModelReply, ModelRequest} from "../model/model.js";
import {costOf, worstCostOf, worstCostOfTexts, type Price} from "../model/price.js";

export interface SpendingOptions {
  priceOf?: (model: {name: string}) => Price | null; // null: unknown
  budget?: Budget | null;
}

const freePrice: Price = {input: 0, output: 0, cached: null};

interface Priced {
  name: string;
  free: boolean;
}

interface Accounting<T> {
  costOf: (sent: T) => number;
  onLost?: () => Promise<void>; // a request timed out: it may have been billed
  marks?: Pick<Attempts, "onBegin" | "onFailure">;
}

/** Prices of models, and the budget that their calls must stay within. */
export class Spending {
  readonly #factors = new Map<string, number>(); // by model: how far a call went beyond its worst case
  readonly #firsts = new Map<string, Promise<void>>(); // by model: the end of its first call

  constructor(private readonly options: SpendingOptions) {}

  /** The price of a model; null when it is unknown. */
  priceOf(model: Priced): Price | null {
    return model.free ? freePrice : (this.options.priceOf?.(model) ?? null);
  }

  /** What a call can cost at most, by what is known of the model; null where it is free, or its price is not known. */
  worstOf(model: Priced, request: ModelRequest): number | null {
    return this.#worst(model, (price) => worstCostOf(request, price));
  }

  /** The same of texts that are embedded. */
  worstOfTexts(model: Priced, texts: readonly string[]): number | null {
    return this.#worst(model, (price) => worstCostOfTexts(texts, price));
  }

  #worst(model: Priced, costOf: (price: Price) => number): number | null {
    const price = this.priceOf(model);
    return model.free || price === null ? null : costOf(price) * (this.#factors.get(model.name) ?? 1);
  }

  /**
   * Reserves the worst case before a call is sent and settles what it cost afterwards. `worstNow` returns null when the
   * call is free or has no known price: nothing is reserved then. The first call of a model goes alone, since it shows
   * whether the model keeps to its worst case. A request that timed out counts as its worst case, and the next one
   * reserves again. Throws BudgetReached when the budget has no room.
   */
  async within<T>(
    {name}: Priced,
    worstNow: () => number | null,
    send: (attempts: Attempts) => Promise<T>,
    {costOf, onLost, marks}: Accounting<T>
  ): Promise<T> {
    const ended = await this.#afterFirst(name, worstNow() !== null);
    const held: {settle: ((cost: number) => void) | null; worst: number} = {settle: null, worst: 0};
    const attempts: Attempts = {
      ...marks,
      onSend: async () => {
        if (held.settle !== null) return;
        held.worst = worstNow() ?? 0;
        held.settle = await this.reserve(worstNow());
      },
      onTimeout: async () => {
        held.settle?.(held.worst);
        held.settle = null;
        await onLost?.();
      }
    };
    let cost = 0;
    try {
      const sent = await send(attempts);
      cost = costOf(sent);
      if (held.worst > 0 && cost > held.worst) this.#grow(name, cost / held.worst);
      return sent;
    } finally {
      held.settle?.(cost);
      ended();
    }
  }

  #grow(name: string, factor: number): void {
    this.#factors.set(name, (this.#factors.get(name) ?? 1) * factor);
  }

  /** Waits for the first call of a model, if that is under way; the result must be called when this one ended. */
  async #afterFirst(name: string, isPaid: boolean): Promise<() => void> {
    if (!isPaid || this.options.budget == null) return () => undefined;
    const first = this.#firsts.get(name);
    if (first !== undefined) await first;
    else {
      const {promise, resolve} = defer();
      this.#firsts.set(name, promise);
      return resolve;
    }
    return () => undefined;
  }

  /** Takes over the money of a batch that an earlier process submitted. Call the result as that of `reserve`. */
  takeOver(label: string): (cost: number) => void {
    const {budget = null} = this.options;
    const reserved = budget?.takeOver(label) ?? 0;
    return (cost) => budget?.settle(reserved, cost);
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

function defer(): {promise: Promise<void>; resolve: () => void} {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return {promise, resolve};
}
