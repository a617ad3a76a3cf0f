import {createHash} from "node:crypto";
import {existsSync, readdirSync} from "node:fs";
import {basename, dirname, extname, resolve} from "node:path";
import {z} from "zod";
import {inputFile, rubricsFolder, shippedRubricsFolder} from "../util/paths.js";
import type {Rubric} from "../util/rubric.js";
import type {RubricRule} from "../util/rule.js";
import {readYamlFile, type YamlFile} from "../util/yaml-file.js";
import {whyConstant} from "./rules/constant.js";
import {ruleSpec, type RuleInput} from "./rules/rule-spec.js";

const text = z.string("expected a text").trim().min(1, "expected a text that is not empty");
const score = z.number("expected a number from 0 to 100").min(0, "expected 0 or more").max(100, "expected 100 or less");

const rubricSpec = () =>
  z.strictObject({
    name: z
      .string("expected a text")
      .regex(/^[a-z0-9][a-z0-9_-]*$/, "expected lower-case letters, digits, - or _")
      .optional(),
    principle: text,
    principle_specific_details: text.optional(), // appended to the principle, as in the released code
    threshold: score.optional(),
    topic: text.optional(),
    examples: z.array(z.strictObject({query: text, response: text, score, why: text})).optional(),
    score: ruleSpec().optional(),
    when: ruleSpec().optional(),
    missed: z
      .number("expected a share from 0 to 1")
      .min(0, "expected 0 or more")
      .max(1, "expected 1 or less")
      .optional()
  });

const defaultThreshold = 70; // "s > 70 is unambiguous" (paper section 3.1)
const referenceThreshold = 50; // to which the rubrics of the released code are calibrated

/** Reads a rubric file (docs/rubrics.md). Throws a UserError with file, line and key. */
export function readRubric(path: string): Rubric {
  const file = readYamlFile(path, rubricSpec());
  const {value} = file;
  const details = value.principle_specific_details;
  const principle = details === undefined ? value.principle : `${value.principle}\n\n${details}`;
  const examples = value.examples ?? [];
  const rule = readRule(file);
  return {
    name: value.name ?? basename(path, extname(path)),
    principle,
    threshold: value.threshold ?? (details === undefined ? defaultThreshold : referenceThreshold),
    topic: value.topic ?? null,
    examples,
    ...(rule && {rule}),
    hash: createHash("sha256")
      .update(scoredBy(principle, examples, rule))
      .digest("hex")
      .slice(0, 12)
  };
}

/** All that a score depends on, as text: what the judge reads, and the rule. */
function scoredBy(principle: string, examples: Rubric["examples"], rule: RubricRule | undefined): string {
  const parts = [...(rule?.use === "score" ? [] : [principle, examples]), ...(rule ? [rule.use, rule.rule] : [])];
  return JSON.stringify(parts, (_, value: unknown) => (value instanceof RegExp ? String(value) : value));
}

const defaultMissed = 0.05;

/** The rule of a rubric. Throws an error at its key if it can't fire, or always does. */
function readRule({value, errorAt}: YamlFile<z.output<ReturnType<typeof rubricSpec>>>): RubricRule | undefined {
  const {score, when, missed} = value;
  if (score !== undefined && when !== undefined)
    throw errorAt(["when"], "expected score (the rule scores) or when (the rule decides who is judged), not both");
  if (missed !== undefined && when === undefined) throw errorAt(["missed"], "expected with a rule in when");
  const read = (use: RubricRule["use"], input: RuleInput): RubricRule => {
    const rule = input({use, errorAt: (path, message) => errorAt([use, ...path], message)});
    const constant = whyConstant(rule);
    if (constant !== null) throw errorAt([use], constant);
    return {use, rule, missed: use === "when" ? (missed ?? defaultMissed) : 0};
  };
  return score !== undefined ? read("score", score) : when !== undefined ? read("when", when) : undefined;
}

/**
 * The path of a rubric, from a path relative to the study file or a name in data/rubrics, else of one that ships
 * with the product. Undefined if it is missing.
 */
export function findRubric(nameOrPath: string, studyFile: string): string | undefined {
  const isPath = /\.ya?ml$/i.test(nameOrPath);
  const path = isPath ? resolve(dirname(studyFile), nameOrPath) : inputFile("rubrics", `${nameOrPath}.yaml`);
  return existsSync(path) ? path : undefined;
}

/** Names of the rubrics in data/rubrics and of those that ship with the product, sorted. */
export function rubricNames(): string[] {
  const files = [rubricsFolder(), shippedRubricsFolder].flatMap((folder) =>
    existsSync(folder) ? readdirSync(folder) : []
  );
  const names = files.filter((file) => file.endsWith(".yaml")).map((file) => basename(file, ".yaml"));
  return [...new Set(names)].sort();
}
