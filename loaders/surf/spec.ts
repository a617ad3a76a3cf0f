import {z} from "zod";
import {contextSpec} from "../step/contexts/spec.js";
import {roleMapSpec, roleSpec} from "../step/role-spec.js";
import {flag, seed, share, trimmed, whole} from "../step/spec-parts.js";
import {samplerNames} from "./samplers.js";

const neighbours = "expected use-lite, lab:embed, onnx:<folder or Hub id>, or false";

const checkForms = "expected rules, provider:model, or a map with the key model";

/** The step `surf` as a user writes it (docs/study.md). */
export const surfSpec = z.strictObject({
  runs: whole(1, 1000).optional(),
  iterations: whole(1, 1000).optional(),
  candidates: whole(1, 100_000).optional(),
  buffer: whole(1, 1000).optional(),
  sampler: z.enum(samplerNames, `expected ${samplerNames.join(", ")}`).optional(),
  control: share.lt(1, "expected a share below 1").optional(),
  patience: whole(0).optional(),
  distinct: flag.optional(),
  hopeless: z
    .union(
      [z.literal(false), z.strictObject({from: whole(1), below: z.number("expected a score"), last: whole(1)})],
      "expected false, or a map with from, below and last"
    )
    .optional(),
  budget_calls: whole(1).optional(),
  stop_below: z
    .union([z.literal(false), z.number().positive()], "expected false, or a number of further regions above 0")
    .optional(),
  region_rate: z
    .number("expected a rate above 0 and below 1")
    .gt(0, "expected a rate above 0")
    .lt(1, "expected a rate below 1")
    .optional(),
  neighbours: z
    .union(
      [z.literal(false), trimmed.regex(/^(?:use-lite|lab:embed|onnx:.+)$/, neighbours)],
      `${neighbours}; embeddings of an endpoint come with an index as the pool`
    )
    .optional(),
  contrast: roleSpec.optional(),
  check: z
    .union(
      [
        trimmed.regex(/^(?:rules$|[a-z]+:.)/i, checkForms),
        roleMapSpec.extend({share: share.gt(0, "expected a share above 0").optional()})
      ],
      checkForms
    )
    .optional(),
  context: contextSpec.optional(),
  severity: z.array(trimmed, "expected a list of rubrics").min(1, "expected at least one rubric").optional(),
  seed: seed.optional()
});

export type SurfInput = z.output<typeof surfSpec>;
