import {z} from "zod";
import {between, seed, trimmed, whole} from "../step/spec-parts.js";
import {polarities} from "./trace/crux-prompt.js";

/** The step `turf` as a user writes it (docs/study.md). */
export const turfSpec = z.strictObject({
  index: z.string("expected the name of an index, or lab").trim().min(1, "expected the name of an index, or lab"),
  corpus: trimmed.optional(),
  clusters: whole(2, 25_000).optional(),
  findings: whole(1, 10_000).optional(),
  k: whole(10, 100_000).optional(),
  similarity: between(0, 1, "a cosine").optional(),
  polarity: z.enum(polarities, `expected ${polarities.join(" or ")}`).optional(),
  seed: seed.optional()
});

export type TurfInput = z.output<typeof turfSpec>;
