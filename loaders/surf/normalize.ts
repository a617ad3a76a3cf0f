import {findRubric, readRubric, rubricNames} from "../measure/rubric-file.js";
import {normalizeContext} from "../step/contexts/normalize.js";
import {maxTokensOf} from "../step/normalize-role.js";
import {placed} from "../step/placed.js";
import type {StudyFile} from "../step/step.js";
import type {Rubric} from "../util/rubric.js";
import type {SurfSettings} from "./settings.js";
import type {SurfInput} from "./spec.js";

/**
 * The normal form of the step `surf`. The sampler `reference` has the defaults of the released code, and none of ours;
 * `paper` has our convergence rule. `adaptive` has no rules that end a single run, since its runs share what they
 * learn.
 */
export function normalizeSurf(
  input: SurfInput,
  file: Pick<StudyFile, "file" | "lab" | "role" | "errorAt">
): SurfSettings {
  const sampler = input.sampler ?? "adaptive";
  const isAdaptive = sampler === "adaptive";
  const hopeless = isAdaptive ? null : {from: 10, below: 25, last: 5};
  return {
    ...sizes(input, isAdaptive),
    sampler,
    stopBelow: isAdaptive && input.stop_below !== false ? (input.stop_below ?? 0.05) : null,
    regionRate: input.region_rate ?? 0.2,
    neighbours: isAdaptive ? (input.neighbours ?? null) : null,
    control: input.control ?? (isAdaptive ? 0.05 : 0.1),
    patience: input.patience ?? (sampler === "paper" ? 5 : 0),
    distinct: input.distinct ?? sampler !== "reference",
    hopeless: input.hopeless === false ? null : (input.hopeless ?? hopeless),
    contrast: input.contrast === undefined ? null : file.role(input.contrast, maxTokensOf.target, ["surf", "contrast"]),
    ...(input.check !== undefined && {check: checkOf(input.check, file)}),
    context: contextOf(input, file),
    severity: (input.severity ?? []).map((name, i) => readDimension(name, ["surf", "severity", i], file)),
    seed: input.seed ?? 1
  };
}

function readDimension(
  name: string,
  path: PropertyKey[],
  {file, errorAt}: Pick<StudyFile, "file" | "errorAt">
): Rubric {
  const rubric = findRubric(name, file);
  if (rubric !== undefined) return readRubric(rubric);
  throw errorAt(path, `no such rubric: ${name}; expected a path or one of ${rubricNames().join(", ")}`);
}

function checkOf(
  input: NonNullable<SurfInput["check"]>,
  {role}: Pick<StudyFile, "role">
): NonNullable<SurfSettings["check"]> {
  if (input === "rules") return input;
  const {share = 1, ...asked} = typeof input === "string" ? {model: input} : input;
  return {role: role(asked, maxTokensOf.query, ["surf", "check"]), share};
}

function contextOf({context}: SurfInput, file: Pick<StudyFile, "file" | "lab" | "errorAt">): SurfSettings["context"] {
  return context === undefined ? null : placed(file, ["surf", "context"], () => normalizeContext(context, file));
}

type Sizes = Pick<SurfSettings, "runs" | "iterations" | "candidates" | "buffer" | "budgetCalls">;

/**
 * The size of a search. A budget of calls makes the iterations of an adaptive search smaller instead of fewer, since it
 * learns between iterations.
 */
function sizes(input: SurfInput, isAdaptive: boolean): Sizes {
  const runs = input.runs ?? 5;
  const budgetCalls = input.budget_calls ?? null;
  const spread = budgetCalls === null ? Infinity : Math.ceil(budgetCalls / (runs * (input.iterations ?? 20)));
  const candidates = input.candidates ?? (isAdaptive ? Math.min(120, spread) : 120);
  const affordable = budgetCalls === null ? Infinity : Math.ceil(budgetCalls / (runs * candidates));
  return {
    runs,
    iterations: Math.min(input.iterations ?? (budgetCalls === null ? 20 : Infinity), affordable),
    candidates,
    buffer: input.buffer ?? (runs === 1 ? 10 : 5),
    budgetCalls
  };
}

/**
 * The settings with at most `calls` candidates in each search: the same number of iterations, but smaller. A smaller
 * budget in the study file is kept.
 */
export function limitCandidates(surf: SurfSettings, calls: number): SurfSettings {
  const budgetCalls = Math.min(calls, surf.budgetCalls ?? Infinity);
  const candidates = Math.min(surf.candidates, Math.ceil(budgetCalls / (surf.runs * surf.iterations)));
  const iterations = Math.min(surf.iterations, Math.ceil(budgetCalls / (surf.runs * candidates)));
  return {...surf, budgetCalls, candidates, iterations};
}

/** Candidates of one search in which no run ends early. */
export const plannedCandidates = ({runs, iterations, candidates, budgetCalls}: SurfSettings): number =>
  Math.min(budgetCalls ?? Infinity, runs * iterations * candidates);
