import type {AttributePool} from "../corpus/pools/attribute-pool.js";
import type {Lab} from "../lab/lab.js";
import type {PromptSource} from "./prompt-source.js";
import type {RoleSettings} from "./role.js";
import type {Study} from "./study.js";

/** The roles of a study, with their models. */
export interface StudyRoles {
  targets: RoleSettings[]; // in the order of the study file
  query: RoleSettings | PromptSource | null; // a model that writes queries, or a corpus that has them
  judges: RoleSettings[];
  perturb: RoleSettings | null; // the query model if the study names no other
  /** A role that a step adds; null if the study does not have it. */
  ofStep(step: string, role: string): RoleSettings | null;
}

/** A study with everything it needs to run: its models, a trained lab, and the pool, which is read on first use. */
export interface PreparedStudy {
  study: Study;
  roles: StudyRoles;
  lab: Lab | null; // null when no role is played by the lab
  pools: PoolSource;
}

/** The study's attribute pool. They throw a UserError when it is empty or can't be read. */
export interface PoolSource {
  pool(): Promise<AttributePool>;
  /** The pool with the embedding by which attributes are neighbours; `null`: the pool's own embedding, if any. */
  withVectors(model: string | null): Promise<AttributePool>;
  /** Finds the attributes of that pool that a query has, by rule. Throws a UserError if rules did not write them. */
  queryRules(pool: AttributePool): (query: string) => readonly string[];
}
