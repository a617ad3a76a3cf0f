import type {Origin} from "../shared/schema.js";

/** A share as a percentage: whole numbers, one decimal below 10%. An en dash when there is none. */
export function percent(share: number | null | undefined): string {
  if (share == null || Number.isNaN(share)) return "\u2013";
  const value = share * 100;
  return `${value > 0 && value < 9.95 ? value.toFixed(1) : Math.round(value)}%`;
}

/** A count with separators. */
export const count = (value: number | null | undefined): string =>
  value == null ? "\u2013" : value.toLocaleString("en-US");

/** A score as the judge gave it, one decimal at most. */
export const score = (value: number | null | undefined): string =>
  value == null ? "\u2013" : String(Math.round(value * 10) / 10);

/** A number of things, the noun in its right form. */
export const plural = (value: number, noun: string, many = `${noun}s`): string =>
  `${count(value)} ${value === 1 ? noun : many}`;

/** US dollars; says so when a price is unknown. */
export const dollars = (value: number | null | undefined): string =>
  value == null ? "price unknown" : `$${value.toFixed(2)}`;

/** An ISO date as a reader's: 2026-03-01 14:05 UTC. */
export const moment = (iso: string | null): string =>
  iso === null ? "never" : `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;

/** What an origin label says, and what it means. */
export const originMeaning: Record<Origin, string> = {
  lab: "played by the lab: a test rig, no language model",
  own: "run here on real models",
  imported: "imported from another tool's files",
  published: "published by others, chosen by them"
};

/** A difference of shares in percentage points, with its sign. */
export const points = (difference: number | null | undefined): string =>
  difference == null || Number.isNaN(difference)
    ? "\u2013"
    : `${difference > 0 ? "+" : difference < 0 ? "\u2212" : ""}${Math.abs(difference * 100).toFixed(1)} pts`;

/** A p or q value, two digits; the smallest as a bound. */
export const chance = (value: number | null | undefined): string =>
  value == null || Number.isNaN(value) ? "\u2013" : value < 0.001 ? "< 0.001" : value.toPrecision(2);
