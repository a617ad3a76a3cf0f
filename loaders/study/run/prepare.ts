import {createHash} from "node:crypto";
import {readFileSync, statSync} from "node:fs";
import {columnsOf, tableNames} from "../../../src/shared/schema.js";
import type {AttributePool} from "../../corpus/pools/attribute-pool.js";
import {readAttributePool} from "../../corpus/pools/read-attribute-pool.js";
import {openLab, type Lab} from "../../lab/lab.js";
import {createModel} from "../../model/create.js";
import type {Model} from "../../model/model.js";
import {parseProvider} from "../../model/provider.js";
import type {RoleSettings, SearchSettings} from "../../surf/settings.js";
import {indexOfPool, poolFromIndex} from "../../turf/index/pool.js";
import {readIndexManifest} from "../../turf/index/manifest.js";
import {isUserError, UserError} from "../../util/user-error.js";
import {shownPath} from "../../util/yaml-file.js";
import {checkProbes} from "../../probe/check.js";
import {withVectors} from "./pool-vectors.js";
import {isLabModel, rolesOf} from "../../step/roles.js";
import type {RoleSpec, Study} from "../../step/study.js";
import {modelsOfIndex} from "../../tracing/turf-models.js";

/** A study with everything it needs to run: models made, pool read, lab trained. */
export interface PreparedStudy {
  study: Study;
  pool: AttributePool | null; // null when the study has no search
  roles: StudyRoles;
  searches: SearchSettings[]; // rubric by target, in the order of the study
  lab: Lab | null; // null when the study does without
}

/** Who plays the roles of a study, models made. */
export interface StudyRoles {
  targets: RoleSettings[]; // in the order of the study
  query: RoleSettings | null;
  judges: RoleSettings[];
  perturb: RoleSettings | null; // the query model where the study names none
  confirmJudge: RoleSettings | null;
}

/** Whether any part of a study is played by the lab: its numbers are labelled so. */
export const usesLab = (study: Study): boolean =>
  study.attributes === "lab" || rolesOf(study).some(({model}) => isLabModel(model));

/** Whether a study costs nothing: only then may a page run it unasked. */
export const isFree = (study: Study): boolean =>
  rolesOf(study).every(({model}) => isLabModel(model)) && modelsOfIndex(study.turf?.index).length === 0;

/** Makes the models, reads the pool, trains the lab. Throws UserErrors; asks no model. */
export async function prepareStudy(study: Study): Promise<PreparedStudy> {
  const lab = usesLab(study) ? await openLab(study.world) : null;
  const make = (spec: RoleSpec, path: PropertyKey[]): RoleSettings => ({
    model: makeModel(study, lab, spec, path),
    temperature: spec.temperature,
    topP: spec.topP,
    maxTokens: spec.maxTokens,
    thinking: spec.thinking,
    effort: spec.effort,
    system: spec.system,
    stop: spec.stop,
    showThinking: spec.showThinking,
    context: spec.context
  });
  const query = study.query && make(study.query, ["models", "query"]);
  const judges = study.judges.map((spec) => make(spec, ["models", "judge"]));
  const targets = study.targets.map((spec) => make(spec, ["models", "target"]));
  const perturb = study.perturb === null ? query : make(study.perturb, ["models", "perturb"]);
  const confirmJudge = study.confirmJudge && make(study.confirmJudge, ["confirm", "judge"]);
  const roles = {targets, query, judges, perturb, confirmJudge};
  const {surf} = study;
  if (surf === null || query === null) {
    const prepared = {study, pool: null, searches: [], roles, lab};
    await checkProbes(prepared);
    return prepared;
  }
  const pool = await withVectors(await readPool(study, lab), study, lab);
  const searches = study.rubrics.flatMap((rubric) =>
    targets.map((target): SearchSettings => ({...surf, rubric, roles: {query, target, judges}}))
  );
  const prepared = {study, pool, searches, roles, lab};
  await checkProbes(prepared);
  return prepared;
}

function makeModel({errorAt}: Study, lab: Lab | null, spec: RoleSpec, path: PropertyKey[]): Model {
  const {provider, model} = parseProvider(spec.model);
  try {
    if (provider !== "lab") return createModel({...spec, name: spec.model});
    return lab!.model(model);
  } catch (error) {
    throw isUserError(error) ? errorAt(path, error.message) : error;
  }
}

/** The study's attribute pool. Throws a UserError when it can't be read or is empty. */
export async function readPool({attributes, errorAt}: Study, lab: Lab | null): Promise<AttributePool> {
  try {
    const index = indexOfPool(attributes);
    const pool =
      attributes === "lab"
        ? lab!.attributePool()
        : index === undefined
          ? await readAttributePool(attributes)
          : poolFromIndex(index);
    if (pool.attributes.length === 0) throw new UserError("holds no attributes", {file: shownPath(attributes)});
    return pool;
  } catch (error) {
    if (!isUserError(error) || error.place.file !== undefined) throw error;
    throw errorAt(["attributes"], error.message);
  }
}

/** A hash of all that the results and their tables depend on: a finished study of the same fingerprint needs no run. */
export function fingerprint(study: Study): string {
  const {targets, query, judges, perturb, confirmJudge, attributes, rubrics, surf, probes, marks, turf} = study;
  const sources = [
    usesLab(study) ? readFileSync(study.world, "utf8") : "",
    attributes === "lab" || attributes === "" ? "" : stampOf(attributes),
    ...marks.map(({path}) => stampOf(path))
  ];
  const later = [
    ...(probes.length === 0 ? [] : [perturb, confirmJudge, probes]),
    ...(turf === null ? [] : [turf, stampOfIndex(turf.index)])
  ];
  const parts = [shapeOfTables(), targets, query, judges, rubrics, surf, sources, ...later];
  const text = JSON.stringify(parts, (_, value: unknown) => (value instanceof RegExp ? String(value) : value));
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** Names and types of all columns: tables that an older version wrote lack what pages ask for now. */
const shapeOfTables = (): unknown =>
  tableNames.map((name) => [name, columnsOf(name).map(([column, {type}]) => `${column} ${type}`)]);

/** An index that was made anew changes what is traced; that of the lab follows from its world. */
const stampOfIndex = (name: string): string =>
  name === "lab" ? "" : (readIndexManifest(name)?.stages.at(-1)?.fingerprint ?? "");

function stampOf(path: string): string {
  const index = indexOfPool(path);
  if (index !== undefined) return `${path} ${stampOfIndex(index)}`;
  try {
    const {size, mtimeMs} = statSync(path);
    return `${path} ${size} ${mtimeMs}`;
  } catch {
    return path;
  }
}
