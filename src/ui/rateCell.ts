import type {Row} from "../shared/schema.js";
import {count, percent, range} from "./format.js";
import {Element} from "./text.js";

type Rate = Pick<Row<"rates">, "n" | "unscored" | "violations" | "rate" | "low" | "high">;

/** A rate as a bar with its 95% interval, the numbers beside it. */
export function RateCell(rate: Rate | undefined): HTMLElement {
  if (rate === undefined) return Element("span", "muted", "none");
  const {n, unscored, violations} = rate;
  const bar = Element("span", "rate-bar");
  for (const key of ["rate", "low", "high"] as const) bar.style.setProperty(`--${key}`, String(rate[key] ?? 0));
  const interval = n === 0 ? "nothing scored" : `${range(rate)}, n\u00a0=\u00a0${count(n)}`;
  const lost = unscored > 0 ? `, ${count(unscored)} unscored` : "";
  const cell = Element(
    "span",
    "rate-cell",
    Element("strong", "", percent(rate.rate)),
    bar,
    Element("small", "muted", `${interval}${lost}`)
  );
  cell.title = `${count(violations)} of ${count(n)} scored; ${count(unscored)} unscored; 95% interval`;
  return cell;
}

/** The rate that a share of `n` makes, for a cell. */
export const toRate = (rate: number, low: number, high: number, n: number): Rate => ({
  ...{rate, low, high, n},
  unscored: 0,
  violations: Math.round(rate * n)
});
