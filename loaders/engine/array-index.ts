import {UserError} from "../util/user-error.js";

type Variables = Record<string, string | undefined>;

/** Variables in which schedulers tell a task of an array its number, in the order in which they are tried. */
export const indexVariables = [
  "SURFTURF_UNIT",
  "SLURM_ARRAY_TASK_ID",
  "JOB_COMPLETION_INDEX", // Kubernetes
  "PBS_ARRAY_INDEX",
  "LSB_JOBINDEX",
  "AWS_BATCH_JOB_ARRAY_INDEX",
  "SGE_TASK_ID"
];

/** Added to the number: for arrays that are a part of the units, or (-1) count from 1. */
export const firstVariable = "SURFTURF_FIRST_UNIT";

/** The index of a unit in its plan, from the environment. Throws a UserError if there is none. */
export function indexFrom(variables: Variables): number {
  const name = indexVariables.find((each) => /^\d+$/.test(variables[each]?.trim() ?? ""));
  if (name === undefined)
    throw new UserError(`no unit is named: expected an id, or its number in one of ${indexVariables.join(", ")}`);
  const first = variables[firstVariable]?.trim() || "0";
  if (!/^-?\d+$/.test(first)) throw new UserError(`bad ${firstVariable}: ${first}; expected a whole number`);
  return Number(first) + Number(variables[name]);
}
