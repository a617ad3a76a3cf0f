import {z} from "zod";
import {builtinTransforms} from "./transforms.js";

/** The keys `confirm`, `robustness` and `probe` of a study file (docs/probes.md). Strict: an unknown key is an error. */

const whole = (least: number, most = 1_000_000) =>
  z
    .int(`expected a whole number from ${least} to ${most}`)
    .min(least, `expected a whole number from ${least} up`)
    .max(most, `expected at most ${most}`);
const share = z.number("expected a number from 0 to 1").min(0, "expected 0 or more").max(1, "expected at most 1");
const text = z.string("expected a text").min(1, "expected a text that is not empty");
const name = z
  .string("expected a name")
  .regex(/^[a-z0-9][a-z0-9._@+-]*$/i, "expected a name of letters, digits, - . _ @ or +");
const scalar = z.union([z.string(), z.number(), z.boolean()], "expected a text, a number, true or false");
const fileSpec = z.strictObject({file: text});

const shared = {
  samples: whole(1, 100_000).optional(),
  temperature: z
    .number("expected a number from 0 to 2")
    .min(0, "expected 0 or more")
    .max(2, "expected at most 2")
    .optional(),
  transfer: z.boolean("expected true or false").optional(),
  batch: z.boolean("expected true or false").optional(),
  seed: whole(0, 2 ** 32 - 1).optional()
};

const whichFindings = z.enum(["all", "flagged", "confirmed"], "expected all, flagged or confirmed");
const findings = z.strictObject({
  top: whole(1, 100_000).optional(),
  which: whichFindings.optional(),
  rubrics: z.array(text).min(1, "expected at least one rubric").optional()
});

/** `judge` is a role, which the study's own specification reads. */
export const confirmSpec = <T extends z.ZodType>(role: T) =>
  z.strictObject({
    ...shared,
    top: whole(1, 100_000).optional(),
    which: whichFindings.optional(),
    bar: share.lt(1, "expected a rate below 1").optional(),
    judge: role.optional()
  });

export const robustnessSpec = z.strictObject({
  ...shared,
  top: whole(1, 100_000).optional(),
  which: whichFindings.optional(),
  perturbations: whole(1, 1000).optional()
});

const textOrFile = z.union([text, fileSpec], "expected a text, or {file: path}");
const onePrompt = z.union(
  [
    text,
    z.strictObject({
      query: text,
      id: text.optional(),
      row: scalar.optional(),
      column: scalar.optional(),
      expected: scalar.optional(),
      rubric: text.optional()
    })
  ],
  "expected a text, or a map with the key query"
);
const prompts = z.union(
  [z.array(onePrompt).min(1, "expected at least one prompt"), fileSpec, z.strictObject({findings: findings})],
  "expected a list of prompts, {file: path} or {findings: {top: 10}}"
);

const transformNames = builtinTransforms.join(", ");
const transform = z.union(
  [
    z.enum(builtinTransforms, `expected one of ${transformNames}`),
    z.strictObject({name: name.optional(), prefix: text}),
    z.strictObject({name: name.optional(), suffix: text}),
    z.strictObject({name: name.optional(), template: text}),
    z.strictObject({name: name.optional(), rewrite: text})
  ],
  `expected one of ${transformNames}, or a map with prefix, suffix, template or rewrite`
);

const turn = z.strictObject({query: text, response: text});
const context = z.strictObject({
  name,
  system: textOrFile.optional(),
  shots: z.union([whole(0, 1000), z.array(whole(0, 1000)).min(1)], "expected a number of shots, or a list").optional(),
  from: z
    .union(
      [z.array(turn).min(1, "expected at least one exchange"), fileSpec, z.strictObject({chunk: text})],
      "expected a list of {query, response}, {file: path}, or {chunk: name} of the lab"
    )
    .optional()
});

const words = z.union([text, z.array(text).min(1, "expected at least one")], "expected a text or a list of texts");
const measure = z.union(
  [
    text,
    z.strictObject({rubric: text}),
    z.strictObject({regex: text, name: name.optional(), case: z.boolean().optional()}),
    z.strictObject({phrase: words, name: name.optional()}),
    z.strictObject({first_word: words, name: name.optional()}),
    z.strictObject({language: text, name: name.optional()}),
    z.strictObject({answer: z.enum(["exact", "numeric"], "expected exact or numeric"), name: name.optional()})
  ],
  "expected a rubric's name, tokens, first-word or language, or a map with rubric, regex, phrase, first_word, language or answer"
);

const values = z.union(
  [z.string("expected a range such as 1..20"), z.array(scalar).min(1, "expected at least one value")],
  "expected a range such as 1..20, or a list"
);

export const probeSpec = z.strictObject({
  ...shared,
  name,
  prompts: prompts.optional(),
  template: text.optional(),
  grid: z.record(z.string().regex(/^[a-z_]\w*$/i, "expected a variable's name"), values).optional(),
  rows: text.optional(),
  columns: text.optional(),
  expected: text.optional(),
  transform: z.union([transform, z.array(transform).min(1)], "expected a transform, or a list").optional(),
  wordings: z.record(name, text).optional(),
  contexts: z.array(context).min(1, "expected at least one context").optional(),
  perturbations: whole(1, 1000).optional(),
  measure: z
    .union([measure, z.array(measure).min(1, "expected at least one measure")], "expected a measure, or a list")
    .optional(),
  models: z.array(text).min(1, "expected at least one model").optional()
});

export type ConfirmInput = Omit<z.output<ReturnType<typeof confirmSpec>>, "judge">;
export type RobustnessInput = z.output<typeof robustnessSpec>;
export type ProbeInput = z.output<typeof probeSpec>;
export type TransformInput = z.output<typeof transform>;
export type MeasureInput = z.output<typeof measure>;
export type ContextInput = z.output<typeof context>;
