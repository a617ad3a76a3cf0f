import {mkdirSync, readFileSync} from "node:fs";
import {writeAtomically} from "../util/atomic-file.js";
import {UserError} from "../util/user-error.js";
import type {Plan} from "./unit.js";
import {planFile, unitsFolder} from "./unit-files.js";

/** The plan of a study; undefined if there is none. Throws a UserError if it can't be read. */
export function readPlan(study: string): Plan | undefined {
  const file = planFile(study);
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as {code?: string}).code === "ENOENT") return undefined;
    throw error;
  }
  const plan = parse(text);
  if (plan?.v === 1 && Array.isArray(plan.units)) return plan;
  throw new UserError(`not a plan of units: run surfturf plan ${study} again`, {file});
}

export function writePlan(plan: Plan): void {
  mkdirSync(unitsFolder(plan.study), {recursive: true});
  writeAtomically(planFile(plan.study), `${JSON.stringify(plan, null, 1)}\n`);
}

function parse(text: string): Plan | undefined {
  try {
    return JSON.parse(text) as Plan;
  } catch {
    return undefined;
  }
}
