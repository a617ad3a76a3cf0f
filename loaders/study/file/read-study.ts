import {existsSync} from "node:fs";
import {basename, dirname, extname, join, resolve} from "node:path";
import {defaultRetry} from "../../model/retry.js";
import {readMarks} from "../../probe/judge-quality.js";
import {maxTokensOf, normalizeRole} from "../../step/normalize-role.js";
import type {RoleInput} from "../../step/role-spec.js";
import type {Study} from "../../step/study.js";
import {studiesFolder, worldFile} from "../../util/paths.js";
import {checkNameLength} from "../../util/name.js";
import {isFileOrFolder} from "../../util/read-text.js";
import {needsJudge, type Rubric} from "../../util/rubric.js";
import {UserError} from "../../util/user-error.js";
import {readYamlFile, shownPath, type YamlFile} from "../../util/yaml-file.js";
import {GivenNames} from "./model-names.js";
import {checkProvider, normalizeSteps} from "./normalize-steps.js";
import {findRubric, readRubric, rubricNames} from "../../measure/rubric-file.js";
import {modelsOf} from "../steps.js";
import {corpusOfQueries, locatePrompts} from "./prompts-location.js";
import {studySpec, type StudyInput} from "./spec.js";

/** The file of a study, from its path or its name in data/studies; undefined when there is none. */
export function maybeStudyFile(nameOrPath: string): string | undefined {
  const named = join(studiesFolder(), `${nameOrPath}.yaml`);
  return [resolve(nameOrPath), named].find((file) => /\.ya?ml$/i.test(file) && existsSync(file));
}

/** The same. Throws a UserError when there is none. */
export function findStudyFile(nameOrPath: string): string {
  const path = maybeStudyFile(nameOrPath);
  if (path !== undefined) return path;
  throw new UserError(`no such study: expected a .yaml file, or the name of one in ${shownPath(studiesFolder())}`, {
    file: nameOrPath
  });
}

/** The files of a study's rubrics that are there. Throws a UserError if the study file is not valid. */
export function rubricFiles(file: string): string[] {
  const {value} = readYamlFile(file, studySpec()) as YamlFile<StudyInput>;
  return value.rubrics.flatMap((name) => findRubric(name, file) ?? []);
}

/** What is read in place of what a study file says. */
export interface Replaced {
  target?: string; // the model of the only target; the rest of the first target's role stays
}

/** Reads a study file into its normal form. Throws a UserError that names every problem with file, line and key. */
export function readStudy(file: string, replaced: Replaced = {}): Study {
  const name = basename(file, extname(file));
  if (!/^[a-z0-9][a-z0-9_-]*$/i.test(name))
    throw new UserError("a study's file name is its address: use letters, digits, - and _", {file: shownPath(file)});
  checkNameLength(name, {file: shownPath(file)});
  const yaml = replaceTarget(readYamlFile(file, studySpec()) as YamlFile<StudyInput>, replaced);
  const {value, errorAt} = yaml;
  const rubrics = readRubrics(yaml, file);
  const names = new GivenNames();
  const study: Study = {
    name,
    file,
    title: value.title ?? name,
    ...readRoles(yaml, file, names),
    attributes: normalizeAttributes(value, file),
    rubrics,
    world: normalizeWorld(value.world, file),
    steps: {},
    stepRoles: [],
    names: {},
    concurrency: value.concurrency ?? 256,
    budgetInUsd: value.budget?.usd ?? null,
    record: value.record === true ? name : value.record || null,
    maxWaitInMs: value.max_wait ?? defaultRetry.maxToldInMs,
    marks: normalizeMarks(yaml, file, rubrics),
    errorAt
  };
  checkRoles(study, value);
  checkPaths(study, value);
  checkRecord(study);
  const whole = {...study, ...normalizeSteps(study, value as Record<string, unknown>, names)};
  return {...whole, names: names.check(modelsOf(whole), yaml)};
}

/** Of the role that is replaced, only what is no parameter of its model stays. */
function replaceTarget(yaml: YamlFile<StudyInput>, {target: model}: Replaced): YamlFile<StudyInput> {
  if (model === undefined) return yaml;
  const {models} = yaml.value;
  const [first] = models === "lab" ? [labModels.target] : [models.target].flat();
  const {truncated, show_thinking, context} = typeof first === "object" ? first : {};
  const target = {model, truncated, show_thinking, context};
  return {...yaml, value: {...yaml.value, models: {...(models === "lab" ? labModels : models), target}}};
}

const labModels = {target: "lab:target", query: "lab:query", judge: "lab:judge", perturb: "lab:perturb"};

function readRoles(
  {value, errorAt}: YamlFile<StudyInput>,
  file: string,
  names: GivenNames
): Pick<Study, "targets" | "query" | "prompts" | "judges" | "perturb"> {
  const models = value.models === "lab" ? labModels : value.models;
  const read = (input: RoleInput, role: keyof typeof maxTokensOf, place: PropertyKey[] = []) => {
    const path = value.models === "lab" ? ["models"] : ["models", role];
    names.add(input, [...path, ...place]);
    return normalizeRole(input, {maxTokens: maxTokensOf[role], file, problem: (message) => errorAt(path, message)});
  };
  const readEach = (inputs: RoleInput | RoleInput[], role: "target" | "judge") =>
    Array.isArray(inputs) ? inputs.map((input, i) => read(input, role, [i])) : [read(inputs, role)];
  const corpus = corpusOfQueries(models.query);
  return {
    targets: readEach(models.target, "target"),
    query: models.query === undefined || corpus !== undefined ? null : read(models.query, "query"),
    prompts:
      corpus === undefined ? null : locatePrompts(corpus, file, (message) => errorAt(["models", "query"], message)),
    judges: models.judge === undefined ? [] : readEach(models.judge, "judge"),
    perturb: models.perturb === undefined ? null : read(models.perturb, "perturb")
  };
}

function normalizeMarks(
  {value, errorAt}: YamlFile<StudyInput>,
  file: string,
  rubrics: readonly Rubric[]
): Study["marks"] {
  const {marks = {}} = value;
  const isOnly = rubrics.length === 1;
  const named = typeof marks === "string" ? rubrics.map(({name}) => [name, marks] as const) : Object.entries(marks);
  return named.map(([rubric, name]) => {
    const key = typeof marks === "string" ? ["marks"] : ["marks", rubric];
    const path = resolve(dirname(file), name);
    if (!existsSync(path)) throw errorAt(key, `no such file: ${name}`);
    const options = typeof marks === "string" ? {isOnly} : {};
    readMarks(path, rubric, options); // throws its errors before a model is asked
    return {rubric, path, ...options};
  });
}

function normalizeAttributes({attributes, models}: StudyInput, file: string): string {
  if (attributes === undefined) return defaultAttributes(models);
  return isNamedPool(attributes) ? attributes : resolve(dirname(file), attributes);
}

function defaultAttributes(models: StudyInput["models"]): string {
  if (models === "lab") return "lab";
  return corpusOfQueries(models.query) === undefined ? "" : "corpus";
}

/** Whether a pool is not a file: it is the lab's, that of the prompts, on the Hub, or an index. */
const isNamedPool = (attributes: string): boolean =>
  attributes === "lab" || attributes === "corpus" || /^(?:hf|index):/.test(attributes);

function normalizeWorld(world: string | undefined, file: string): string {
  if (world !== undefined && /\.ya?ml$/i.test(world)) return resolve(dirname(file), world);
  return worldFile(world ?? "chunky");
}

function readRubrics({value, errorAt}: YamlFile<StudyInput>, file: string): Rubric[] {
  const rubrics = value.rubrics.map((name, i) => {
    const path = findRubric(name, file);
    if (path !== undefined) return readRubric(path);
    throw errorAt(["rubrics", i], `no such rubric: ${name}; expected a path or one of ${rubricNames().join(", ")}`);
  });
  const twice = rubrics.findIndex(({name}, i) => rubrics.findIndex((other) => other.name === name) !== i);
  if (twice >= 0) throw errorAt(["rubrics", twice], `rubric named twice: ${rubrics[twice]!.name}`);
  return rubrics;
}

/** Throws if a role names an unknown provider, or if two targets or two judges are the same model. */
function checkRoles(study: Study, {models}: StudyInput): void {
  const {targets, query, judges, perturb, rubrics} = study;
  const judged = rubrics.find(needsJudge);
  if (judges.length === 0 && judged !== undefined)
    throw study.errorAt(
      ["models", "judge"],
      `expected a model or a list of models, since the rubric ${judged.name} is not scored by rule alone`
    );
  const isList = (role: "target" | "judge") => models !== "lab" && Array.isArray(models[role]);
  const path = (role: "target" | "judge", i: number): PropertyKey[] => ["models", role, ...(isList(role) ? [i] : [])];
  targets.forEach(({model}, i) => checkProvider(model, path("target", i), study));
  if (query !== null) checkProvider(query.model, ["models", "query"], study);
  if (perturb !== null) checkProvider(perturb.model, ["models", "perturb"], study);
  judges.forEach(({model}, i) => checkProvider(model, path("judge", i), study));
  for (const [role, specs] of [["target", targets] as const, ["judge", judges] as const]) {
    const twice = specs.findIndex(({model}, i) => specs.findIndex((other) => other.model === model) !== i);
    if (twice >= 0) throw study.errorAt(path(role, twice), `${role} named twice: ${specs[twice]!.model}`);
  }
}

/** Throws if a study is to record several models, or one that plays a recording. */
function checkRecord({record, targets, errorAt}: Study): void {
  if (record === null) return;
  if (targets.length > 1)
    throw errorAt(["record"], `a recording is of one model, and there are ${targets.length} targets`);
  if (/^recorded:/.test(targets[0]!.model)) throw errorAt(["record"], `${targets[0]!.model} is a recording already`);
}

function checkPaths(study: Study, value: StudyInput): void {
  const {attributes, prompts, world, errorAt} = study;
  if (attributes === "corpus" && prompts === null)
    throw errorAt(["attributes"], "corpus are the attributes of the prompts: it needs query: corpus:<index or file>");
  const isFile = attributes !== "" && !isNamedPool(attributes);
  if (isFile && !existsSync(attributes)) throw errorAt(["attributes"], `no such file: ${value.attributes}`);
  if (isFile && !isFileOrFolder(attributes)) throw errorAt(["attributes"], `a device: ${value.attributes}`);
  if (value.world !== undefined && !existsSync(world)) throw errorAt(["world"], `no such world: ${value.world}`);
}
