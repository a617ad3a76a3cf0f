import {toCount} from "../model/json.js";
import type {CallRecord, JournalReader} from "./journal.js";

/** What calls took, as the records of a journal say it. */
export interface Spend {
  calls: number;
  inputTokens: number;
  outputTokens: number;
  cost: number | null; // US dollars, a call of unknown cost counted as its worst case; null when a price is unknown
  uncertain: number; // US dollars of `cost` that are such worst cases
}

/** US dollars that a record counts as: what it cost, else what it can have cost at most; null when that is unknown. */
export function chargeOf({cost, worst}: Pick<CallRecord, "cost" | "worst">): number | null {
  const known = [cost, worst].find((usd) => typeof usd === "number" && Number.isFinite(usd) && usd >= 0);
  return known ?? null;
}

/** Adds up what records took. A record of a retry holds what the earlier ones of its request cost. */
export class SpendMeter {
  readonly #spend: Spend = {calls: 0, inputTokens: 0, outputTokens: 0, cost: 0, uncertain: 0};
  readonly #charges = new Map<string, {cost: number; uncertain: number}>(); // by request; none that cost nothing
  #unpriced = 0; // records of unknown cost

  static of(journal: JournalReader): SpendMeter {
    return SpendMeter.ofRecords(journal.written());
  }

  static ofRecords(records: Iterable<CallRecord>): SpendMeter {
    const meter = new SpendMeter();
    for (const record of records) meter.add(record);
    return meter;
  }

  add(record: CallRecord): void {
    const {id, usage, late, cost} = record;
    const spend = this.#spend;
    spend.calls++;
    spend.inputTokens += toCount(usage?.inputTokens) ?? 0;
    spend.outputTokens += toCount(usage?.outputTokens) ?? 0;
    const charge = chargeOf(record);
    if (charge === null) this.#unpriced++;
    const before = late ? this.#charges.get(id) : undefined;
    const now = {cost: charge ?? 0, uncertain: cost === null ? (charge ?? 0) : 0};
    spend.cost! += now.cost - (before?.cost ?? 0);
    spend.uncertain += now.uncertain - (before?.uncertain ?? 0);
    if (now.cost > 0) this.#charges.set(id, now);
  }

  /** US dollars that the records count as; unknown prices count as nothing. */
  get charged(): number {
    return this.#spend.cost!;
  }

  get spend(): Spend {
    return {...this.#spend, cost: this.#unpriced > 0 ? null : this.#spend.cost};
  }
}
