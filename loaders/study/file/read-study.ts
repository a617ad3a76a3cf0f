import {existsSync, readFileSync} from "node:fs";
import {basename, dirname, extname, join, resolve} from "node:path";
import {parseProvider} from "../../model/provider.js";
import {readMarks} from "../../probe/judge-quality.js";
import {normalizeConfirm, normalizeProbes, normalizeRobustness} from "../../probe/normalize.js";
import type {ProbeSettings} from "../../probe/settings.js";
import {isByModel} from "../../probe/transforms/registry.js";
import type {SurfSettings} from "../../surf/settings.js";
import {normalizeTurf} from "../../turf/settings.js";
import {studiesFolder, worldsFolder} from "../../util/paths.js";
import type {Rubric} from "../../util/rubric.js";
import {isUserError, UserError} from "../../util/user-error.js";
import {readYamlFile, shownPath, type YamlFile} from "../../util/yaml-file.js";
import {isLabModel, rolesOf} from "../../step/roles.js";
import {findRubric, readRubric, rubricNames} from "./rubric.js";
import {studySpec, type RoleInput, type StudyInput, type SurfInput} from "./spec.js";
import type {RoleSpec, Study} from "../../step/study.js";

/** The file of a study, from its path or its name in data/studies. Throws a UserError when there is none. */
export function findStudyFile(nameOrPath: string): string {
  const named = join(studiesFolder(), `${nameOrPath}.yaml`);
  const path = [resolve(nameOrPath), named].find((file) => /\.ya?ml$/i.test(file) && existsSync(file));
  if (path !== undefined) return path;
  throw new UserError(`no such study: expected a .yaml file, or the name of one in ${shownPath(studiesFolder())}`, {
    file: nameOrPath
  });
}

/** Reads a study file into its normal form. Throws a UserError that holds every problem with file, line and key. */
export function readStudy(file: string): Study {
  const name = basename(file, extname(file));
  if (!/^[a-z0-9][a-z0-9_-]*$/i.test(name))
    throw new UserError("a study's file name is its address: use letters, digits, - and _", {file: shownPath(file)});
  const yaml = readYamlFile(file, studySpec());
  const {value, errorAt} = yaml;
  const models = value.models === "lab" ? labModels : value.models;
  const targets = Array.isArray(models.target) ? models.target : [models.target];
  const {target, query, judge, perturb} = roleDefaults;
  const study: Study = {
    name,
    file,
    title: value.title ?? name,
    targets: targets.map((input) => normalizeRole(input, target, yaml, file)),
    query: models.query === undefined ? null : normalizeRole(models.query, query, yaml, file),
    perturb: models.perturb === undefined ? null : normalizeRole(models.perturb, perturb, yaml, file),
    confirmJudge: value.confirm?.judge === undefined ? null : normalizeRole(value.confirm.judge, judge, yaml, file),
    judges: [models.judge].flat().map((input) => normalizeRole(input, judge, yaml, file)),
    attributes: normalizeAttributes(value, file),
    rubrics: readRubrics(yaml, file),
    world: normalizeWorld(value.world, file),
    surf: value.surf === false ? null : normalizeSurf(value.surf ?? {}),
    turf: value.turf === undefined ? null : normalizeTurf(value.turf),
    concurrency: value.concurrency ?? 256,
    budgetInUsd: value.budget?.usd ?? null,
    probes: [],
    marks: normalizeMarks(yaml, file),
    errorAt
  };
  checkModels(study, value);
  checkPaths(study, value);
  return {...study, probes: readProbes(study, value)};
}

const labModels = {target: "lab:target", query: "lab:query", judge: "lab:judge", perturb: "lab:perturb"};

/** Output tokens by role; the target's is the released code's. The judge's thinking comes on top. */
const roleDefaults = {
  target: {maxTokens: 2048},
  query: {maxTokens: 1024},
  judge: {maxTokens: 2048},
  perturb: {maxTokens: 8192}
};

function normalizeRole(
  input: RoleInput,
  {maxTokens}: {maxTokens: number},
  {errorAt}: YamlFile<StudyInput>,
  file: string
): RoleSpec {
  const spec = typeof input === "string" ? {model: input} : input;
  const thinking = spec.thinking ?? 0;
  return {
    model: spec.model,
    temperature: spec.temperature ?? 1,
    topP: spec.top_p ?? null,
    maxTokens: spec.max_tokens ?? maxTokens + thinking,
    thinking,
    effort: spec.effort ?? null,
    system: readSystem(spec.system, file, (message) => errorAt(["models"], message)),
    stop: spec.stop ?? [],
    showThinking: spec.show_thinking ?? false,
    context: spec.context ?? (spec.model.startsWith("lab:") ? labContext : null),
    headers: spec.headers ?? {},
    body: spec.body ?? {},
    pin: spec.pin ?? [],
    baseUrl: spec.base_url ?? null,
    key: spec.key ?? null
  };
}

const labContext = 8192; // tokens: its target reads no further

function readProbes(study: Study, {confirm, robustness, probe}: StudyInput): ProbeSettings[] {
  const {file, rubrics, targets, surf, errorAt} = study;
  const context = {
    file,
    rubrics,
    targets: targets.map(({model}) => model),
    hasSearch: surf !== null,
    lab: rolesOf(study).some(({model}) => isLabModel(model)),
    errorAt
  };
  const probes = [
    ...(confirm === undefined ? [] : [normalizeConfirm(confirm, context)]),
    ...(robustness === undefined ? [] : [normalizeRobustness(robustness, context)]),
    ...normalizeProbes(probe ?? [], context)
  ];
  const rewritten = probes.find(({perturbations, variants}) => perturbations > 0 || variants.some(isByModel));
  if (rewritten !== undefined && study.perturb === null && study.query === null)
    throw errorAt(
      ["models"],
      `the probe ${rewritten.name} needs a model that rewords prompts: expected perturb or query`
    );
  return probes;
}

function normalizeMarks({value, errorAt}: YamlFile<StudyInput>, file: string): Study["marks"] {
  return Object.entries(value.marks ?? {}).map(([rubric, name]) => {
    const path = resolve(dirname(file), name);
    if (!existsSync(path)) throw errorAt(["marks", rubric], `no such file: ${name}`);
    readMarks(path, rubric); // its errors come before anything is asked
    return {rubric, path};
  });
}

function readSystem(
  system: string | {file: string} | undefined,
  file: string,
  problem: (message: string) => Error
): string | null {
  if (system === undefined || typeof system === "string") return system ?? null;
  const path = resolve(dirname(file), system.file);
  if (!existsSync(path)) throw problem(`no such file for a system prompt: ${system.file}`);
  return readFileSync(path, "utf8").trim();
}

/**
 * The adaptive sampler needs no rule of its own for when a run is over: its runs share what they know. `reference` has
 * the defaults of the released code; where a default is ours, `paper` has it and `reference` does without.
 */
function normalizeSurf(input: SurfInput): SurfSettings {
  const sampler = input.sampler ?? "adaptive";
  const isAdaptive = sampler === "adaptive";
  const runs = input.runs ?? 5;
  const budgetCalls = input.budget_calls ?? null;
  const fitting = isAdaptive && budgetCalls !== null ? Math.ceil(budgetCalls / (runs * (input.iterations ?? 20))) : 120;
  const candidates = input.candidates ?? Math.min(120, fitting); // it needs rounds
  const affordable = budgetCalls === null ? Infinity : Math.ceil(budgetCalls / (runs * candidates));
  const hopeless = isAdaptive ? null : {from: 10, below: 25, last: 5};
  return {
    runs,
    iterations: Math.min(input.iterations ?? (budgetCalls === null ? 20 : Infinity), affordable),
    candidates,
    buffer: input.buffer ?? (runs === 1 ? 10 : 5),
    sampler,
    budgetCalls,
    stopBelow: isAdaptive && input.stop_below !== false ? (input.stop_below ?? 0.05) : null,
    neighbours: isAdaptive ? (input.neighbours ?? null) : null,
    control: input.control ?? (isAdaptive ? 0.05 : 0.1),
    patience: input.patience ?? (sampler === "paper" ? 5 : 0),
    distinct: input.distinct ?? sampler !== "reference",
    hopeless: input.hopeless === false ? null : (input.hopeless ?? hopeless),
    seed: input.seed ?? 1
  };
}

function normalizeAttributes({attributes, models}: StudyInput, file: string): string {
  if (attributes === undefined) return models === "lab" ? "lab" : "";
  return isNamedPool(attributes) ? attributes : resolve(dirname(file), attributes);
}

/** Whether a pool is no file: the lab's, a hub's, or an index. */
const isNamedPool = (attributes: string): boolean => attributes === "lab" || /^(?:hf|index):/.test(attributes);

function normalizeWorld(world: string | undefined, file: string): string {
  if (world !== undefined && /\.ya?ml$/i.test(world)) return resolve(dirname(file), world);
  return join(worldsFolder(), `${world ?? "chunky"}.yaml`);
}

function readRubrics({value, errorAt}: YamlFile<StudyInput>, file: string): Rubric[] {
  const rubrics = value.rubrics.map((name, i) => {
    const path = findRubric(name, file);
    if (path !== undefined) return readRubric(path);
    throw errorAt(["rubrics", i], `no such rubric: ${name}; there are ${rubricNames().join(", ")}, or give a path`);
  });
  const twice = rubrics.findIndex(({name}, i) => rubrics.findIndex((other) => other.name === name) !== i);
  if (twice >= 0) throw errorAt(["rubrics", twice], `rubric named twice: ${rubrics[twice]!.name}`);
  return rubrics;
}

function checkModels(
  {targets, query, judges, perturb, confirmJudge, surf, errorAt}: Study,
  {models}: StudyInput
): void {
  if (query === null && surf !== null)
    throw errorAt(["models"], "missing query: the search needs a model that writes queries");
  const isList = (role: "target" | "judge") => models !== "lab" && Array.isArray(models[role]);
  const path = (role: "target" | "judge", i: number): PropertyKey[] => ["models", role, ...(isList(role) ? [i] : [])];
  const named: [PropertyKey[], RoleSpec][] = [
    ...targets.map((spec, i): [PropertyKey[], RoleSpec] => [path("target", i), spec]),
    ...(query === null ? [] : [[["models", "query"], query] as [PropertyKey[], RoleSpec]]),
    ...(perturb === null ? [] : [[["models", "perturb"], perturb] as [PropertyKey[], RoleSpec]]),
    ...(confirmJudge === null ? [] : [[["confirm", "judge"], confirmJudge] as [PropertyKey[], RoleSpec]]),
    ...judges.map((spec, i): [PropertyKey[], RoleSpec] => [path("judge", i), spec])
  ];
  for (const [path, {model}] of named) {
    try {
      parseProvider(model);
    } catch (error) {
      throw isUserError(error) ? errorAt(path, error.message) : error;
    }
  }
  for (const [role, specs] of [["target", targets] as const, ["judge", judges] as const]) {
    const twice = specs.findIndex(({model}, i) => specs.findIndex((other) => other.model === model) !== i);
    if (twice >= 0) throw errorAt(path(role, twice), `${role} named twice: ${specs[twice]!.model}`);
  }
}

function checkPaths({attributes, surf, world, errorAt}: Study, value: StudyInput): void {
  if (attributes === "" && surf !== null)
    throw errorAt(["attributes"], "missing: expected lab, index:<name>, or the path of a .jsonl or .parquet pool");
  const isFile = attributes !== "" && !isNamedPool(attributes);
  if (isFile && !existsSync(attributes)) throw errorAt(["attributes"], `no such file: ${value.attributes}`);
  if (value.world !== undefined && !existsSync(world)) throw errorAt(["world"], `no such world: ${value.world}`);
}
