import {z} from "zod";

/** Values that several keys of `confirm`, `robustness` and `probe` have, each with the words for a wrong one. */

export const whole = (min: number, max = 1_000_000) =>
  z
    .int(`expected a whole number from ${min} to ${max}`)
    .min(min, `expected a whole number from ${min} up`)
    .max(max, `expected at most ${max}`);
export const share = z
  .number("expected a number from 0 to 1")
  .min(0, "expected 0 or more")
  .max(1, "expected at most 1");
export const text = z.string("expected a text").min(1, "expected a text that is not empty");
export const texts = z.union(
  [text, z.array(text).min(1, "expected at least one")],
  "expected a text or a list of texts"
);
export const name = z
  .string("expected a name")
  .regex(/^[a-z0-9][a-z0-9._@+-]*$/i, "expected a name of letters, digits, - . _ @ or +");
export const scalar = z.union([z.string(), z.number(), z.boolean()], "expected a text, a number, true or false");
export const fileSpec = z.strictObject({file: text});
export const whichFindings = z.enum(["all", "flagged", "confirmed"], "expected all, flagged or confirmed");
