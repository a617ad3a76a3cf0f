import {z} from "zod";
import {polarities} from "./trace/crux-prompt.js";

const whole = (least: number, most: number) =>
  z
    .int(`expected a whole number from ${least} to ${most}`)
    .min(least, `expected a whole number from ${least} up`)
    .max(most, `expected at most ${most}`);

/** The step `turf` as a user writes it (docs/study.md). */
export const turfSpec = z.strictObject({
  index: z.string("expected the name of an index, or lab").trim().min(1, "expected the name of an index, or lab"),
  findings: whole(1, 10_000).optional(),
  k: whole(10, 100_000).optional(),
  similarity: z
    .number("expected a cosine from 0 to 1")
    .min(0, "expected a cosine from 0 to 1")
    .max(1, "expected a cosine from 0 to 1")
    .optional(),
  polarity: z.enum(polarities, `expected ${polarities.join(" or ")}`).optional(),
  seed: whole(0, 2 ** 32 - 1).optional()
});

export type TurfInput = z.output<typeof turfSpec>;
