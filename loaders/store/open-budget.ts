import {Budget} from "../model/budget.js";
import type {JournalReader} from "./journal.js";

/** A cap in US dollars, what is spent of it read from the journal; null where there is none. */
export function openBudget(capInUsd: number | null, journal: JournalReader): Budget | null {
  if (capInUsd === null) return null;
  let spent = 0;
  for (let ordinal = 0; ordinal < journal.size; ordinal++) {
    const record = journal.read(ordinal);
    if (journal.find(record.id) === ordinal) spent += record.cost ?? 0; // a retry's record holds what came before
  }
  return new Budget(capInUsd, spent);
}
