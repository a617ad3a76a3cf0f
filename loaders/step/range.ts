import {mean} from "../../src/shared/statistics.js";
import type {Range} from "./estimate-role.js";

/** The range of a value that is known. */
export const exactly = (value: number): Range => [value, value, value];

/** All three values times a factor. */
export const scaleRange = (range: Range, factor: number): Range => range.map((value) => value * factor) as Range;

/** The means of the low, the likely and the high values of at least one range. */
export const meanRange = (ranges: readonly Range[]): Range =>
  [0, 1, 2].map((i) => mean(ranges.map((range) => range[i]!))!) as Range;
