import {Ledger} from "../../engine/ledger.js";
import type {Plan} from "../../engine/unit.js";

/** What a unit may spend of the budget that all units share. */
export interface UnitMoney {
  granted: number; // US dollars, so far
  more: (needed: number) => Promise<number>;
  settle: (spent: number) => Promise<void>; // returns the rest
}

/** Null where the study has no budget. */
export async function openMoney(study: string, unit: string, plan: Plan, spent: number): Promise<UnitMoney | null> {
  const {budgetInUsd} = plan.options;
  if (budgetInUsd === null) return null;
  const ledger = new Ledger(study, budgetInUsd, plan.units.length);
  return {
    granted: await ledger.begin(unit, spent),
    more: (needed) => ledger.grant(unit, needed),
    settle: (used) => ledger.settle(unit, used)
  };
}
