import type {StudyRoles} from "../../step/prepared-study.js";
import type {RoleSettings, RoleSpec} from "../../step/role.js";

/** The role of the model that says what a written query has, and its key under `surf`. */
export const checkRole = "check";

/** What says which attributes a written query has: rules, or a model that is asked about a share of the queries. */
export type CheckSettings = "rules" | {role: RoleSpec; share: number};

/** The same, ready for use. */
export type QueryCheck = RuleCheck | ModelCheck;

/** Rules, which see all attributes of the pool. */
export interface RuleCheck {
  attributesOf: (query: string) => readonly string[];
}

/** A model, which is asked for the drawn attributes. */
export interface ModelCheck {
  role: RoleSettings;
  share: number; // of the written queries
}

/** The model that a study's search checks written queries with; null if it has none. */
export const checkModelOf = ({ofStep}: Pick<StudyRoles, "ofStep">): RoleSettings | null => ofStep("surf", checkRole);
