import {mkdirSync, readFileSync} from "node:fs";
import {writeAtomically} from "../util/atomic-file.js";
import {UserError} from "../util/user-error.js";
import type {Plan} from "./unit.js";
import {planFile, unitsFolder} from "./unit-files.js";

/** The plan of a study or an index; undefined if there is none. Throws a UserError if it can't be read. */
export function readPlan<P extends Plan = Plan>(work: string): P | undefined {
  const file = planFile(work);
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as {code?: string}).code === "ENOENT") return undefined;
    throw error;
  }
  const plan = parse(text) as P | undefined;
  if (typeof plan?.work === "string" && Array.isArray(plan.units)) return plan;
  throw new UserError(`not a plan of units: run surfturf plan ${work} again`, {file});
}

export function writePlan(plan: Plan): void {
  mkdirSync(unitsFolder(plan.work), {recursive: true});
  writeAtomically(planFile(plan.work), `${JSON.stringify(plan, null, 1)}\n`);
}

function parse(text: string): Plan | undefined {
  try {
    return JSON.parse(text) as Plan;
  } catch {
    return undefined;
  }
}
