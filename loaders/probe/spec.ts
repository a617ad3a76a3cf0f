import {z} from "zod";
import {measureSpec} from "./measures/spec.js";
import {promptsSpec, sourceKeys} from "./sources/spec.js";
import {contextSpec, namedContextSpec} from "../step/contexts/spec.js";
import {flag, name, between, seed, share, text, whole} from "../step/spec-parts.js";
import {findingIds, whichFindings} from "./sources/which-findings.js";
import {transformSpec} from "./transforms/spec.js";

/**
 * The keys `confirm`, `robustness` and `probe` of a study file (docs/probes.md). Strict: an unknown key is an error.
 * They are made when a file is read, and so have all that is registered by then.
 */

const samplingKeys = {
  samples: whole(1, 100_000).optional(),
  temperature: between(0, 2).optional(),
  transfer: flag.optional(),
  batch: flag.optional(),
  seed: seed.optional()
};

const perturbingKeys = {
  perturbations: whole(1, 1000).optional(),
  by: z.enum(["model", "rule"], "expected model or rule").optional()
};
const findingKeys = {
  top: whole(1, 100_000).optional(),
  which: whichFindings.optional(),
  context: z.union([z.literal(false), contextSpec], "expected false, or a map with system, shots and from").optional(),
  ids: findingIds.optional()
};

/** `judge` is a role, which the study's own specification reads. */
export const confirmSpec = <T extends z.ZodType>(role: T) =>
  z.strictObject({
    ...samplingKeys,
    ...findingKeys,
    bar: share.lt(1, "expected a rate below 1").optional(),
    judge: role.optional()
  });

export const robustnessSpec = () => z.strictObject({...samplingKeys, ...findingKeys, ...perturbingKeys});

export const probeSpec = () =>
  z.strictObject({
    ...samplingKeys,
    name,
    prompts: promptsSpec().optional(),
    ...(sourceKeys() as Record<never, never>),
    expected: text.optional(),
    transform: transformSpec().optional(),
    wordings: z.record(name, text).optional(),
    contexts: z.array(namedContextSpec).min(1, "expected at least one context").optional(),
    ...perturbingKeys,
    measure: measureSpec().optional(),
    models: z.array(text).min(1, "expected at least one model").optional()
  });

export type ConfirmInput = Omit<z.output<ReturnType<typeof confirmSpec>>, "judge">;
export type RobustnessInput = z.output<ReturnType<typeof robustnessSpec>>;
export type ProbeInput = z.output<ReturnType<typeof probeSpec>>;
