import {sum} from "../../src/shared/statistics.js";
import {Budget, type GrantMore} from "../model/budget.js";
import type {BatchLog, OpenBatch} from "./batch-log.js";
import type {JournalReader} from "./journal.js";
import {chargeOf, SpendMeter} from "./spend.js";

/**
 * A cap in US dollars; null where there is none. What is spent of it is read from the journal. Batches that an earlier
 * process submitted count as their worst case until they are collected.
 */
export function openBudget(
  capInUsd: number | null,
  journal: JournalReader,
  {batches, meter = SpendMeter.of(journal), more}: {batches?: BatchLog; meter?: SpendMeter; more?: GrantMore} = {}
): Budget | null {
  if (capInUsd === null) return null;
  const open = (batches?.all ?? []).map((batch): [string, number] => [batch.label, leftOf(batch, journal)]);
  return new Budget(capInUsd, meter.charged, new Map(open), more);
}

/** What a batch still costs at most: the answers that are on record are counted there. */
const leftOf = ({worst = 0, items}: OpenBatch, journal: JournalReader): number =>
  Math.max(0, worst - chargeOfItems(items, journal));

/** What the records of a batch's requests count as. */
export const chargeOfItems = (items: readonly string[], journal: JournalReader): number =>
  sum(
    items.map((id) => {
      const ordinal = journal.find(id);
      return ordinal === undefined ? 0 : (chargeOf(journal.read(ordinal)) ?? 0);
    })
  );
