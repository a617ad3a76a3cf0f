import {z} from "zod";
import type {MeasureFacts} from "./measure.js";

/** Limits of a number, both included. */
export interface Bounds {
  min: number;
  max: number;
}

const number = z.number("expected a number").min(0, "expected 0 or more");

/** The limits as a user writes them: at least one of two. */
export const boundsSpec = z
  .strictObject({min: number.optional(), max: number.optional()})
  .refine(({min, max}) => min !== undefined || max !== undefined, "expected min, max or both");

/** The normal form of limits. Throws an error at `key` if no number is within them. */
export function normalizeBounds(
  {min = 0, max = Infinity}: z.output<typeof boundsSpec>,
  key: string,
  {errorAt}: Pick<MeasureFacts, "errorAt">
): Bounds {
  if (min <= max) return {min, max};
  throw errorAt([key], `no number is at least ${min} and at most ${max}`);
}

export const isWithin = (value: number, {min, max}: Bounds): boolean => value >= min && value <= max;

/** Limits in words, such as 10-20, or 10+. */
export const boundsInWords = ({min, max}: Bounds): string => (max === Infinity ? `${min}+` : `${min}-${max}`);
