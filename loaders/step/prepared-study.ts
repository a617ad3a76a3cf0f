import type {AttributePool} from "../corpus/pools/attribute-pool.js";
import type {Lab} from "../lab/lab.js";
import type {RoleSettings} from "./role.js";
import type {Study} from "./study.js";

/** Who plays the roles of a study, models made. */
export interface StudyRoles {
  targets: RoleSettings[]; // in the order of the study
  query: RoleSettings | null;
  judges: RoleSettings[];
  perturb: RoleSettings | null; // the query model where the study names none
  /** The role that a step adds; null where the study does without. */
  ofStep(step: string, role: string): RoleSettings | null;
}

/** A study with everything it needs to run: models made, lab trained, pool read when it is first asked for. */
export interface PreparedStudy {
  study: Study;
  roles: StudyRoles;
  lab: Lab | null; // null when the study does without
  pools: PoolSource;
}

/** The study's attribute pool. Both throw a UserError when it can't be read or is empty. */
export interface PoolSource {
  pool(): Promise<AttributePool>;
  /** The pool with the embedding that tells which attributes are alike; `null`: the pool's own, if it has one. */
  withVectors(model: string | null): Promise<AttributePool>;
}
