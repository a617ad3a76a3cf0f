import {countInWords} from "../step/describe-estimate.js";

/** A count with its noun. */
export const countOf = (value: number, noun: string): string =>
  `${countInWords(value)} ${noun}${value === 1 ? "" : "s"}`;

/** A share as a percentage, with a digit behind the point where it is small. */
export const percent = (share: number): string => `${(100 * share).toFixed(share < 0.1 && share > 0 ? 1 : 0)}%`;
