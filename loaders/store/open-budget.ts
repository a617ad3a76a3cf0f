import {Budget} from "../model/budget.js";
import type {JournalReader} from "./journal.js";
import {SpendMeter} from "./spend.js";

/** A cap in US dollars, what is spent of it read from the journal; null where there is none. */
export function openBudget(capInUsd: number | null, journal: JournalReader): Budget | null {
  return capInUsd === null ? null : new Budget(capInUsd, SpendMeter.of(journal).charged);
}
