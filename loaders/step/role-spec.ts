import {z} from "zod";
import {efforts} from "../model/model.js";
import {between, durationInMs, fileSpec, flag, share, trimmed, whole} from "./spec-parts.js";

/** A name for people: one line without characters that hide. */
const displayName = trimmed
  .max(60, "expected at most 60 characters")
  .regex(/^[^\p{C}\p{Zl}\p{Zp}]+$/u, "expected a name on one line");

const modelName = trimmed.regex(/^[a-z]+:.+/i, "expected provider:model or http://host:port/v1:model");

/** How a role is asked, as a user writes it. A parameter that is null is not sent. */
export const roleMapSpec = z.strictObject({
  model: modelName,
  temperature: between(0, 2).nullish(),
  top_p: share.nullish(),
  max_tokens: whole(1).nullish(),
  timeout: durationInMs.optional(),
  thinking: whole(0).nullish(),
  effort: z.enum(efforts, `expected ${efforts.join(", ")}`).nullish(),
  system: z.union([trimmed, fileSpec], "expected a text, or {file: path}").nullish(),
  context: whole(1, 100_000_000).optional(),
  show_thinking: flag.optional(),
  truncated: z.enum(["judge", "unscored"], "expected judge or unscored").optional(),
  stop: z.array(trimmed).max(4, "expected at most four").nullish(),
  seed: z.null("expected null: the seed of each call comes from the study's").optional(),
  headers: z.record(z.string(), z.string("expected a text")).optional(),
  body: z.record(z.string(), z.unknown()).optional(),
  pin: z.array(trimmed).min(1, "expected at least one provider").optional(),
  base_url: z.url("expected an address such as http://host:port/v1").optional(),
  key: trimmed.optional(),
  name: displayName.optional()
});

/** A role of a study as a user writes it: a model, or a map with how it is asked (docs/study.md). */
export const roleSpec = z.union([modelName, roleMapSpec], "expected provider:model, or a map with the key model");

export type RoleInput = z.output<typeof roleSpec>;

/** One role, or a list of them. */
export const rolesSpec = (role: string) =>
  z.union(
    [roleSpec, z.array(roleSpec).min(1, `expected at least one ${role}`)],
    "expected a model or a list of models"
  );
