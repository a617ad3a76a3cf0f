import {percent, points} from "../ui/format.js";
import type {Row} from "../shared/schema.js";

type Compared = Pick<Row<"comparisons">, "share" | "difference" | "low" | "high" | "detectable">;

/** One side of a comparison: a share in percent, or a mean. */
export const sideOf = ({share}: Pick<Compared, "share">, value: number | null): string =>
  share ? percent(value) : digits(value);

/** A difference of shares in points, of means as it is, with its interval. */
export function differenceOf({share, difference, low, high}: Compared): string {
  const of = share ? points : signed;
  return `${of(difference)} (${of(low)} to ${of(high)})`;
}

/** The smallest difference that a comparison can find. */
export const detectableOf = ({share, detectable}: Pick<Compared, "share" | "detectable">): string =>
  share ? points(detectable).replace("+", "") : digits(detectable);

const digits = (value: number | null): string =>
  value === null || Number.isNaN(value) ? "\u2013" : value.toFixed(Math.abs(value) < 10 ? 2 : 1);

const signed = (value: number | null): string =>
  value === null ? "\u2013" : `${value > 0 ? "+" : value < 0 ? "\u2212" : ""}${digits(Math.abs(value))}`;
