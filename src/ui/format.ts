/** A share as a percentage: whole numbers, one decimal below 10%. An en dash when there is none. */
export function percent(share: number | null | undefined): string {
  if (share == null || Number.isNaN(share)) return "\u2013";
  const value = Math.abs(share * 100);
  return `${share < 0 ? "\u2212" : ""}${value > 0 && value < 9.95 ? value.toFixed(1) : Math.round(value)}%`;
}

/** A number with that many decimals, separators and a real minus sign. An en dash when there is none. */
export function decimal(value: number | null | undefined, decimals = 2): string {
  if (value == null || Number.isNaN(value)) return "\u2013";
  const digits = {minimumFractionDigits: decimals, maximumFractionDigits: decimals};
  return `${value < 0 ? "\u2212" : ""}${Math.abs(value).toLocaleString("en-US", digits)}`;
}

/** The same with a plus sign if it is above 0. */
export const signed = (value: number | null | undefined, decimals = 2): string =>
  `${(value ?? 0) > 0 ? "+" : ""}${decimal(value, decimals)}`;

/** A count with separators. */
export const count = (value: number | null | undefined): string =>
  value == null ? "\u2013" : value.toLocaleString("en-US");

/** A judge's score, at most one decimal. */
export const score = (value: number | null | undefined): string =>
  value == null ? "\u2013" : String(Math.round(value * 10) / 10);

/** A mean of scores: one decimal, so that a column of them lines up. */
export const meanScore = (value: number | null | undefined): string => decimal(value, 1);

/** A number of things, the noun in its right form. */
export const plural = (value: number, noun: string, many = `${noun}s`): string =>
  `${count(value)} ${value === 1 ? noun : many}`;

/** US dollars; says so when a price is unknown. */
export const dollars = (value: number | null | undefined): string =>
  value == null ? "price unknown" : `$${value.toFixed(2)}`;

/** An ISO date for readers: 2026-03-01 14:05 UTC. */
export const moment = (iso: string | null): string =>
  iso === null ? "never" : `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;

/** A difference of shares in percentage points, with its sign. */
export const points = (difference: number | null | undefined): string =>
  difference == null || Number.isNaN(difference) ? "\u2013" : `${signed(difference * 100, 1)} pts`;

/** A p or q value: two digits, and below 0.001 as a power of ten. */
export function pValue(value: number | null | undefined): string {
  if (value == null || Number.isNaN(value)) return "\u2013";
  if (value >= 0.0995) return value.toFixed(2);
  if (value >= 0.001) return value.toPrecision(2);
  const exponent = value === 0 ? -300 : Math.floor(Math.log10(value)) + 1;
  return `<1e${exponent}`;
}

/** A ratio as a reader says it: 12x, 3.4x, 0.62x. An en dash when there is nothing to divide by. */
export function times(ratio: number | null | undefined): string {
  if (ratio == null) return "\u2013";
  const digits = ratio >= 9.95 ? 0 : ratio >= 0.995 ? 1 : 2;
  return `${ratio.toFixed(digits)}\u00d7`;
}

/** An interval of shares: "52%\u201392%". */
export const range = ({low, high}: Range): string => `${percent(low)}\u2013${percent(high)}`;

/** A share with its interval: "79% (52%\u201392%)". */
export const shareWithRange = ({rate, ...ends}: Range & {rate: number | null}): string =>
  rate === null ? "\u2013" : `${percent(rate)} (${range(ends)})`;

interface Range {
  low: number | null;
  high: number | null;
}
