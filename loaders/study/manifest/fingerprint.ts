import {createHash} from "node:crypto";
import {readFileSync, statSync} from "node:fs";
import {dirname} from "node:path";
import {columnsOf, tableNames} from "../../../src/shared/schema.js";
import {recordingOf} from "../../model/provider.js";
import type {Study} from "../../step/study.js";
import {stampOfIndex} from "../../tracing/turf-models.js";
import {indexOfPool} from "../../turf/index/pool.js";
import {modelsOf, stepsOf} from "../steps.js";
import {usesLab} from "./provenance.js";

/** A hash of everything that results and tables depend on: a finished study with the same fingerprint is up to date. */
export function fingerprint(study: Study): string {
  const {targets, query, prompts, judges, perturb, stepRoles, attributes, rubrics, marks} = study;
  const sources = [
    usesLab(study) ? readFileSync(study.world, "utf8") : "",
    ["lab", "corpus", ""].includes(attributes) ? "" : stampOfSource(attributes),
    ...(prompts === null ? [] : [stampOfSource(prompts), attributes]),
    ...marks.map(({path}) => stampOfSource(path)),
    ...modelsOf(study).flatMap((model) => recordingOf(model, dirname(study.file))?.hash ?? [])
  ];
  const steps = stepsOf(study).map(({step, settings}) => [step.name, settings, step.stamp?.(settings)]);
  const parts = [shapeOfTables(), targets, query, judges, perturb, stepRoles, rubrics, sources, steps];
  const text = JSON.stringify(parts, (key, value: unknown) => {
    if (key === "timeoutInMs") return undefined; // how long an answer may take is no part of it
    return value instanceof RegExp ? String(value) : value;
  });
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** Names and types of all columns: tables of an older version lack columns that pages now read. */
const shapeOfTables = (): unknown =>
  tableNames.map((name) => [name, columnsOf(name).map(([column, {type}]) => `${column} ${type}`)]);

/** A text that differs between two states of a file or an index. */
function stampOfSource(path: string): string {
  const index = indexOfPool(path);
  if (index !== undefined) return `${path} ${stampOfIndex(index)}`;
  try {
    const {size, mtimeMs} = statSync(path);
    return `${path} ${size} ${mtimeMs}`;
  } catch {
    return path;
  }
}
