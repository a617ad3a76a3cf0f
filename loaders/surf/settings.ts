import type {RoleSettings} from "../step/role.js";
import type {Rubric} from "../util/rubric.js";
import type {EndRules} from "./ended.js";
import type {SamplerName} from "./samplers.js";

export type RoleName = "query" | "target" | "judge";

/** The roles of a search; several targets are several searches. */
export interface SearchRoles {
  query: RoleSettings;
  target: RoleSettings;
  judges: readonly RoleSettings[]; // each scores every exchange
}

/** The `surf` step in its normal form (docs/study.md). */
export interface SurfSettings extends EndRules {
  runs: number; // R
  candidates: number; // N, both arms
  buffer: number; // n
  sampler: SamplerName;
  budgetCalls: number | null; // most candidates of a search, all runs together; null: what the iterations come to
  stopBelow: number | null; // adaptive: ends when fewer regions are expected of the next 1,000 candidates
  neighbours: string | false | null; // adaptive: the model that embeds the attributes; null: the pool's own embedding, if any; false: none
  control: number; // share of the candidates drawn uniformly, 0-1
  distinct: boolean; // near-duplicates stay out of the buffer
  seed: number;
}

/** One search: a rubric on a target. */
export interface SearchSettings extends SurfSettings {
  rubric: Rubric;
  roles: SearchRoles;
}
