import {Ledger} from "./ledger.js";
import type {Plan, Unit} from "./unit.js";

/** What a unit may spend of the budget that all units share. */
export interface UnitMoney {
  granted: number; // US dollars, so far
  more: (needed: number) => Promise<number>;
  settle: (spent: number) => Promise<void>; // returns the rest
}

/** Null where there is no budget. */
export async function openMoney({work, options, units}: Plan, {id}: Unit, spent: number): Promise<UnitMoney | null> {
  if (options.budgetInUsd === null) return null;
  const ledger = new Ledger(work, options.budgetInUsd, units.length);
  return {
    granted: await ledger.begin(id, spent),
    more: (needed) => ledger.grant(id, needed),
    settle: (used) => ledger.settle(id, used)
  };
}
