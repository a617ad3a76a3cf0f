import {z} from "zod";

/** Parts that the specs of all steps are built from. Each message says what was expected. */

export const text = z.string("expected a text").trim().min(1, "expected a text that is not empty");

export const flag = z.boolean("expected true or false");

/** An integer from min to max, both included. */
export const whole = (min: number, max = 1_000_000) =>
  z
    .int(`expected a whole number from ${min} to ${max}`)
    .min(min, `expected a whole number of at least ${min}`)
    .max(max, `expected at most ${max}`);

/** A number from min to max, both included; `what` names it in the message. */
export const between = (min: number, max: number, what = "a number") => {
  const message = `expected ${what} from ${min} to ${max}`;
  return z.number(message).min(min, message).max(max, message);
};

export const share = between(0, 1);

export const seed = whole(0, 2 ** 32 - 1);
