import type {AttributePool} from "../../corpus/pools/attribute-pool.js";
import type {PreparedStudy} from "../../step/prepared-study.js";
import {isPromptSource} from "../../step/prompt-source.js";
import {isUserError} from "../../util/user-error.js";
import type {SurfSettings} from "../settings.js";
import {checkModelOf, checkRole, type QueryCheck} from "./settings.js";

/**
 * What says which attributes written queries have; undefined where nothing does. Throws a UserError at its key if the
 * queries are not written, or rules did not write the attributes of the pool.
 */
export function openCheck(
  {check}: Pick<SurfSettings, "check">,
  pool: AttributePool,
  {study, roles, pools}: Pick<PreparedStudy, "study" | "roles" | "pools">
): QueryCheck | undefined {
  if (check === undefined) return undefined;
  const problem = (message: string) => study.errorAt(["surf", checkRole], message);
  if (isPromptSource(roles.query))
    throw problem(`the queries are prompts of ${roles.query.name}, and what they have is known: take the key out`);
  if (check !== "rules") return {role: checkModelOf(roles)!, share: check.share};
  try {
    return {attributesOf: pools.queryRules(pool)};
  } catch (error) {
    throw isUserError(error) && error.place.file === undefined ? problem(error.message) : error;
  }
}
