import {z} from "zod";
import {efforts} from "../../model/model.js";
import {confirmSpec, probeSpec, robustnessSpec} from "../../probe/spec.js";
import {samplerNames} from "../../surf/samplers.js";
import {turfSpec} from "../../turf/spec.js";

/** The study file as a user writes it (docs/study.md). Strict: an unknown key is an error. */

const whole = (least: number, most = 1_000_000) =>
  z
    .int(`expected a whole number from ${least} to ${most}`)
    .min(least, `expected a whole number from ${least} up`)
    .max(most, `expected at most ${most}`);
const share = z
  .number("expected a number from 0 to 1")
  .min(0, "expected a number from 0 to 1")
  .max(1, "expected a number from 0 to 1");
const text = z.string("expected a text").trim().min(1, "expected a text that is not empty");

const modelName = text.regex(/^[a-z]+:.+/i, "expected provider:model or http://host:port/v1:model");

const role = z.union(
  [
    modelName,
    z.strictObject({
      model: modelName,
      temperature: z
        .number("expected a number from 0 to 2")
        .min(0, "expected a number from 0 to 2")
        .max(2, "expected a number from 0 to 2")
        .optional(),
      top_p: share.optional(),
      max_tokens: whole(1).optional(),
      thinking: whole(0).optional(),
      effort: z.enum(efforts, `expected ${efforts.join(", ")}`).optional(),
      system: z.union([text, z.strictObject({file: text})], "expected a text, or {file: path}").optional(),
      context: whole(1, 100_000_000).optional(),
      show_thinking: z.boolean("expected true or false").optional(),
      stop: z.array(text).max(4, "expected at most four").optional(),
      headers: z.record(z.string(), z.string("expected a text")).optional(),
      body: z.record(z.string(), z.unknown()).optional(),
      pin: z.array(text).min(1, "expected at least one provider").optional(),
      base_url: z.url("expected an address such as http://host:port/v1").optional(),
      key: text.optional()
    })
  ],
  "expected provider:model, or a map with the key model"
);

export type RoleInput = z.output<typeof role>;

const roles = z.strictObject({
  target: z.union([role, z.array(role).min(1, "expected at least one target")], "expected a model or a list of models"),
  query: role.optional(),
  perturb: role.optional(),
  judge: z.union([role, z.array(role).min(1, "expected at least one judge")], "expected a model or a list of models")
});

const surf = z.strictObject({
  runs: whole(1, 1000).optional(),
  iterations: whole(1, 1000).optional(),
  candidates: whole(1, 100_000).optional(),
  buffer: whole(1, 1000).optional(),
  sampler: z.enum(samplerNames, `expected ${samplerNames.join(", ")}`).optional(),
  control: share.lt(1, "expected a share below 1").optional(),
  patience: whole(0).optional(),
  distinct: z.boolean("expected true or false").optional(),
  hopeless: z
    .union(
      [z.literal(false), z.strictObject({from: whole(1), below: z.number("expected a score"), last: whole(1)})],
      "expected false, or a map with from, below and last"
    )
    .optional(),
  budget_calls: whole(1).optional(),
  stop_below: z
    .union([z.literal(false), z.number().positive()], "expected false, or regions for 1,000 candidates")
    .optional(),
  neighbours: z
    .union(
      [
        z.literal(false),
        text.regex(
          /^(?:use-lite|lab:embed|onnx:.+)$/,
          "expected use-lite, lab:embed, onnx:<folder or Hub id>, or false"
        )
      ],
      "expected use-lite, lab:embed, onnx:<folder or Hub id>, or false; embeddings of an endpoint come with an index as the pool"
    )
    .optional(),
  seed: whole(0, 2 ** 32 - 1).optional()
});

export type SurfInput = z.output<typeof surf>;

const later = (what: string) => z.undefined(`${what} is not part of this version: take the key out`).optional();

export const studySpec = z.strictObject({
  title: text.optional(),
  models: z.union([z.literal("lab"), roles], "expected lab, or a map with the roles target, query and judge"),
  attributes: text.optional(),
  rubrics: z.array(text, "expected a list of rubric names").min(1, "expected at least one rubric"),
  world: text.optional(),
  surf: z.union([z.literal(false), surf], "expected a map, or false for no search").optional(),
  concurrency: whole(1, 10_000).optional(),
  confirm: confirmSpec(role).optional(),
  robustness: robustnessSpec.optional(),
  turf: turfSpec.optional(),
  probe: z.array(probeSpec, "expected a list of probes").min(1, "expected at least one probe").optional(),
  marks: z.record(z.string(), text).optional(),
  ablation: later("the step ablation"),
  budget: z.strictObject({usd: z.number("expected US dollars").positive("expected more than 0")}).optional()
});

export type StudyInput = z.output<typeof studySpec>;
