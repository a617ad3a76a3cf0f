import {z} from "zod";
import {roleSpec, rolesSpec} from "../../step/role-spec.js";
import {durationInMs, name, trimmed, whole} from "../../step/spec-parts.js";
import {registeredSteps} from "../steps.js";

const roles = z.strictObject({
  target: rolesSpec("target"),
  query: roleSpec.optional(),
  perturb: roleSpec.optional(),
  judge: rolesSpec("judge").optional()
});

/** The keys of a study that are not those of steps. */
const common = z.strictObject({
  title: trimmed.optional(),
  models: z.union([z.literal("lab"), roles], "expected lab, or a map with the roles target, query and judge"),
  attributes: trimmed.optional(),
  rubrics: z.array(trimmed, "expected a list of rubric names").min(1, "expected at least one rubric"),
  world: trimmed.optional(),
  concurrency: whole(1, 10_000).optional(),
  max_wait: durationInMs.optional(),
  marks: z
    .union([trimmed, z.record(z.string(), trimmed)], "expected a file of marks, or a map of rubrics to files")
    .optional(),
  record: z.union([z.boolean(), name], "expected true, false or the name of a recording").optional(),
  budget: z.strictObject({usd: z.number("expected US dollars").positive("expected more than 0")}).optional()
});

/**
 * The study file as a user writes it (docs/study.md), with a key for each registered step. An unknown key is an error.
 */
export const studySpec = () =>
  common.extend(Object.fromEntries(registeredSteps().map(({name, spec}) => [name, spec().optional()])));

/** The file without its steps, which are under their names, each as its spec describes it. */
export type StudyInput = z.output<typeof common>;
