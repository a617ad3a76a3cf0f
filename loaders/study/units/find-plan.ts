import type {Study} from "../../step/study.js";
import {readPlan, writePlan} from "../../engine/plan-file.js";
import type {StudyPlan} from "./study-plan.js";
import {UserError} from "../../util/user-error.js";
import {withBudgetOfCalls} from "../run/budget.js";
import {findStudyFile, readStudy} from "../file/read-study.js";
import {fingerprint} from "../manifest/fingerprint.js";
import {planStudy, type PlanRequest} from "./plan-study.js";

/** The plan of a study, on disk from now on; the study as the plan has it. */
export function makePlan(nameOrPath: string, request: PlanRequest = {}): {study: Study; plan: StudyPlan} {
  const study = readLimited(findStudyFile(nameOrPath), request.budgetInCalls ?? null);
  const plan = planStudy(study, request);
  writePlan(plan);
  return {study, plan};
}

/**
 * A study with the plan that it has, or a new one. Throws a UserError if the study has changed since it was planned: units
 * of two plans do not fit together.
 */
export function openPlan(nameOrPath: string): {study: Study; plan: StudyPlan} {
  const file = findStudyFile(nameOrPath);
  const read = readStudy(file);
  const plan = readPlan<StudyPlan>(read.name);
  if (plan === undefined) return makePlan(nameOrPath);
  const study = readLimited(file, plan.options.budgetInCalls);
  if (fingerprint(study) === plan.fingerprint) return {study, plan};
  throw new UserError(`the study has changed since it was planned: plan it again (surfturf plan ${nameOrPath})`, {
    file: nameOrPath
  });
}

function readLimited(file: string, budgetInCalls: number | null): Study {
  const study = readStudy(file);
  return budgetInCalls === null ? study : withBudgetOfCalls(study, budgetInCalls);
}
