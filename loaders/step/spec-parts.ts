import {z} from "zod";

/** Parts that the specs of all steps are built from. Each message says what was expected. */

/** A text as it is, white space included: a prompt, a part of one. */
export const text = z.string("expected a text").min(1, "expected a text that is not empty");

/** A text whose outer white space means nothing: a name, a path, a title. */
export const trimmed = z.string("expected a text").trim().min(1, "expected a text that is not empty");

export const flag = z.boolean("expected true or false");

/** An integer from min to max, both included. */
export const whole = (min: number, max = 1_000_000) =>
  z
    .int(`expected a whole number from ${min} to ${max}`)
    .min(min, `expected a whole number of at least ${min}`)
    .max(max, `expected at most ${max}`);

/** A number from min to max; `what` names it. */
export const between = (min: number, max: number, what = "a number") => {
  const message = `expected ${what} from ${min} to ${max}`;
  return z.number(message).min(min, message).max(max, message);
};

export const share = between(0, 1);

export const seed = whole(0, 2 ** 32 - 1);

const unitInMs: Record<string, number> = {s: 1000, m: 60_000, h: 3_600_000};
const durationForm = /^(\d+(?:\.\d+)?) *([smh])$/;
const durationMessage = "expected seconds, or a duration such as 90s, 15m or 2h";

/** A duration in ms: seconds, or a text with its unit. */
export const durationInMs = z
  .union([z.number().positive(), z.string().trim().regex(durationForm)], durationMessage)
  .transform((value) => {
    if (typeof value === "number") return value * 1000;
    const [, count, unit] = durationForm.exec(value)!;
    return Number(count) * unitInMs[unit!]!;
  })
  .refine((ms) => ms >= 1 && ms <= 2 ** 31 - 1, "expected at most 24 days");

export const texts = z.union(
  [text, z.array(text).min(1, "expected at least one")],
  "expected a text or a list of texts"
);

/** A name that appears in tables and addresses. */
export const name = z
  .string("expected a name")
  .regex(/^[a-z0-9][a-z0-9._@+-]*$/i, "expected a name of letters, digits, - . _ @ or +");

export const scalar = z.union([z.string(), z.number(), z.boolean()], "expected a text, a number, true or false");

/** A file in place of what it holds. */
export const fileSpec = z.strictObject({file: text});
