import {decimal, percent, points, signed} from "../ui/format.js";
import type {Row} from "../shared/schema.js";

type Compared = Pick<Row<"comparisons">, "share" | "difference" | "low" | "high" | "detectable">;

/** One side of a comparison: a share in percent, or a mean. */
export const sideOf = ({share}: Pick<Compared, "share">, value: number | null): string =>
  share ? percent(value) : digits(value);

/** A difference of shares in points, of means as it is, with its interval. */
export function differenceOf({share, difference, low, high}: Compared): string {
  const of = share ? points : (value: number | null) => signed(value, decimalsOf(value));
  return `${of(difference)} (${of(low)} to ${of(high)})`;
}

/** The smallest difference that a comparison can find. No share differs by more than 100 points. */
export function detectableOf({share, detectable}: Pick<Compared, "share" | "detectable">): string {
  if (!share) return digits(detectable);
  return (detectable ?? 0) > 1 ? "none: too few samples" : points(detectable).replace("+", "");
}

const decimalsOf = (value: number | null): number => (Math.abs(value ?? 0) < 10 ? 2 : 1);
const digits = (value: number | null): string => decimal(value, decimalsOf(value));
