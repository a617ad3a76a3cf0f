import {dirname} from "node:path";
import {openLab, type Lab} from "../../lab/lab.js";
import {createModel} from "../../model/create.js";
import type {Model} from "../../model/model.js";
import {parseProvider} from "../../model/provider.js";
import type {PromptSource} from "../../step/prompt-source.js";
import {isPromptSource} from "../../step/prompt-source.js";
import type {PreparedStudy, StudyRoles} from "../../step/prepared-study.js";
import type {RoleSettings, RoleSpec} from "../../step/role.js";
import type {Study} from "../../step/study.js";
import {whyWrong} from "../../measure/rules/check-examples.js";
import {isUserError} from "../../util/user-error.js";
import {usesLab} from "../manifest/provenance.js";
import {stepsOf} from "../steps.js";
import {openPools} from "./pools.js";
import {openPrompts} from "./prompts.js";

/** Creates the models, opens the pool, trains the lab and checks every step. Throws UserErrors; asks no model. */
export async function prepareStudy(
  study: Study,
  wrapTarget: (model: Model) => Model = (model) => model
): Promise<PreparedStudy> {
  const lab = usesLab(study) ? await openLab(study.world) : null;
  const prompts = openPrompts(study);
  const pools = openPools(study, () => lab ?? openLab(study.world), prompts);
  await checkExamples(study);
  const made = makeRoles(study, lab, prompts);
  const roles = {...made, targets: made.targets.map((role) => ({...role, model: wrapTarget(role.model)}))};
  const query = isPromptSource(roles.query) ? null : roles.query;
  const ofSteps = study.stepRoles.map(({step, role}) => roles.ofStep(step, role));
  const all = [...roles.targets, ...roles.judges, query, roles.perturb, ...ofSteps];
  for (const {model} of all.flatMap((role) => role ?? [])) await model.open?.();
  const prepared = {study, roles, lab, pools};
  for (const {step, settings} of stepsOf(study)) await step.check?.(settings, prepared);
  return prepared;
}

/** Throws if the rule of a rubric contradicts the rubric's own worked cases. */
async function checkExamples({rubrics, errorAt}: Study): Promise<void> {
  for (const [i, rubric] of rubrics.entries()) {
    const problem = await whyWrong(rubric);
    if (problem !== null) throw errorAt(["rubrics", i], problem);
  }
}

function makeRoles(study: Study, lab: Lab | null, prompts: PromptSource | null): StudyRoles {
  const make = (spec: RoleSpec, path: PropertyKey[]): RoleSettings => makeRole(study, lab, spec, path);
  const writer = study.query && make(study.query, ["models", "query"]);
  const ofSteps = study.stepRoles.map(({step, role, spec, path}) => ({step, role, settings: make(spec, path)}));
  return {
    targets: study.targets.map((spec) => make(spec, ["models", "target"])),
    query: prompts ?? writer,
    judges: study.judges.map((spec) => make(spec, ["models", "judge"])),
    perturb: study.perturb === null ? writer : make(study.perturb, ["models", "perturb"]),
    ofStep: (step, role) => ofSteps.find((each) => each.step === step && each.role === role)?.settings ?? null
  };
}

/** A role with its model. Throws a UserError at the line of its key. */
export function makeRole(
  study: Pick<Study, "errorAt" | "file">,
  lab: Lab | null,
  {headers, body, pin, baseUrl, address, key, timeoutInMs, ...spec}: RoleSpec,
  path: PropertyKey[]
): RoleSettings {
  const model = makeModel(study, lab, {name: spec.model, headers, body, pin, baseUrl, address, key, timeoutInMs}, path);
  return {...spec, model};
}

type ConnectionKey = "headers" | "body" | "pin" | "baseUrl" | "address" | "key" | "timeoutInMs";
type RoleConnection = Pick<RoleSpec, ConnectionKey> & {name: string};

function makeModel(
  {errorAt, file}: Pick<Study, "errorAt" | "file">,
  lab: Lab | null,
  connection: RoleConnection,
  path: PropertyKey[]
): Model {
  const {provider, model} = parseProvider(connection.name);
  try {
    return provider === "lab" ? lab!.model(model) : createModel({...connection, folder: dirname(file)});
  } catch (error) {
    throw isUserError(error) ? errorAt(path, error.message) : error;
  }
}
