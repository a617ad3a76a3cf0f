import {createHash} from "node:crypto";
import {existsSync, readdirSync} from "node:fs";
import {basename, dirname, extname, join, resolve} from "node:path";
import {z} from "zod";
import {rubricsFolder} from "../util/paths.js";
import type {Rubric} from "../util/rubric.js";
import {readYamlFile} from "../util/yaml-file.js";

const text = z.string("expected a text").trim().min(1, "expected a text that is not empty");
const score = z.number("expected a number from 0 to 100").min(0, "expected 0 or more").max(100, "expected 100 or less");

const rubricSpec = z.strictObject({
  name: z
    .string("expected a text")
    .regex(/^[a-z0-9][a-z0-9_-]*$/, "expected lower-case letters, digits, - or _")
    .optional(),
  principle: text,
  principle_specific_details: text.optional(), // appended to the principle, as in the released code
  threshold: score.optional(),
  topic: text.optional(),
  examples: z.array(z.strictObject({query: text, response: text, score, why: text})).optional()
});

const defaultThreshold = 70; // "s > 70 is unambiguous" (paper section 3.1)
const referenceThreshold = 50; // to which the rubrics of the released code are calibrated

/** Reads a rubric file (docs/rubrics.md). Throws a UserError with file, line and key. */
export function readRubric(path: string): Rubric {
  const {value} = readYamlFile(path, rubricSpec);
  const details = value.principle_specific_details;
  const principle = details === undefined ? value.principle : `${value.principle}\n\n${details}`;
  const examples = value.examples ?? [];
  return {
    name: value.name ?? basename(path, extname(path)),
    principle,
    threshold: value.threshold ?? (details === undefined ? defaultThreshold : referenceThreshold),
    topic: value.topic ?? null,
    examples,
    hash: createHash("sha256")
      .update(JSON.stringify([principle, examples]))
      .digest("hex")
      .slice(0, 12)
  };
}

/**
 * The path of a rubric, from a path relative to the study file or a name in data/rubrics. Undefined if it is missing.
 */
export function findRubric(nameOrPath: string, studyFile: string): string | undefined {
  const isPath = /\.ya?ml$/i.test(nameOrPath);
  const path = isPath ? resolve(dirname(studyFile), nameOrPath) : join(rubricsFolder(), `${nameOrPath}.yaml`);
  return existsSync(path) ? path : undefined;
}

/** Names of the rubrics in data/rubrics, sorted. */
export function rubricNames(): string[] {
  if (!existsSync(rubricsFolder())) return [];
  return readdirSync(rubricsFolder())
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => basename(file, ".yaml"))
    .sort();
}
