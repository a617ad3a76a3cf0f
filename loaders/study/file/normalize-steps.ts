import {parseProvider} from "../../model/provider.js";
import {normalizeRole} from "../../step/normalize-role.js";
import {isLabModel} from "../../step/role.js";
import {settingsOf, type StudyFile} from "../../step/step.js";
import {rolesOf, type StepRole, type Study} from "../../step/study.js";
import {isUserError} from "../../util/user-error.js";
import {registeredSteps} from "../steps.js";
import type {GivenNames} from "./model-names.js";

/**
 * The normal form of every step in a study file, and the roles that they add. Throws errors at the line of a key. Names of
 * their models are added to `names`.
 */
export function normalizeSteps(
  study: Study,
  value: Record<string, unknown>,
  names: GivenNames
): Pick<Study, "steps" | "stepRoles"> {
  const steps: Record<string, unknown> = {};
  const stepRoles: StepRole[] = [];
  for (const {name, isDefault, normalize, roles} of registeredSteps()) {
    const input = value[name] ?? (isDefault ? {} : undefined);
    if (input === undefined || input === false) continue;
    const settings = normalize(input, studyFile(study, steps, names));
    steps[name] = settings;
    stepRoles.push(...(roles?.(settings) ?? []).map((role) => ({step: name, ...role})));
  }
  return {steps, stepRoles};
}

const studyFile = (study: Study, earlier: Readonly<Record<string, unknown>>, names: GivenNames): StudyFile => ({
  file: study.file,
  rubrics: study.rubrics,
  targets: study.targets.map(({model}) => model),
  lab: rolesOf(study).some(({model}) => isLabModel(model)),
  attributes: study.attributes,
  canWrite: study.query !== null || study.prompts !== null,
  canRewrite: study.perturb !== null || study.query !== null,
  has: (step) => step in earlier,
  settings: (step) => settingsOf({...study, steps: earlier}, step),
  role(input, maxTokens, path) {
    const problem = (message: string) => study.errorAt(path, message);
    const role = normalizeRole(input, {maxTokens, file: study.file, problem});
    checkProvider(role.model, path, study);
    names.add(input, path);
    return role;
  },
  errorAt: study.errorAt
});

/** Throws an error at the line of a role's key if its model names an unknown provider. */
export function checkProvider(model: string, path: readonly PropertyKey[], {errorAt}: Pick<Study, "errorAt">): void {
  try {
    parseProvider(model);
  } catch (error) {
    throw isUserError(error) ? errorAt(path, error.message) : error;
  }
}
