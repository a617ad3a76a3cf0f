import {z} from "zod";

/** What the specs of a study's steps are put together from; every message says what was expected. */

export const text = z.string("expected a text").trim().min(1, "expected a text that is not empty");

export const flag = z.boolean("expected true or false");

/** A whole number from min to max. */
export const whole = (min: number, max = 1_000_000) =>
  z
    .int(`expected a whole number from ${min} to ${max}`)
    .min(min, `expected a whole number of at least ${min}`)
    .max(max, `expected at most ${max}`);

/** A number from min to max; `what` names it. */
export const within = (min: number, max: number, what = "a number") => {
  const message = `expected ${what} from ${min} to ${max}`;
  return z.number(message).min(min, message).max(max, message);
};

export const share = within(0, 1);

export const seed = whole(0, 2 ** 32 - 1);
