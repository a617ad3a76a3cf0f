import type {ContextSettings} from "../step/contexts/context.js";
import type {RoleSettings, RoleSpec} from "../step/role.js";
import type {Rubric} from "../util/rubric.js";
import type {CheckSettings} from "./check/settings.js";
import type {EndRules} from "./ended.js";
import type {SamplerName} from "./samplers.js";

/** The roles of a search. A study with several targets has a search for each. */
export interface SearchRoles {
  query: RoleSettings | null; // null: queries are prompts of a corpus
  target: RoleSettings;
  contrast: RoleSettings | null; // asked where the target was flagged; null: nobody is
  judges: readonly RoleSettings[]; // each of them scores every response
}

/** The `surf` step in its normal form (docs/study.md). */
export interface SurfSettings extends EndRules {
  runs: number; // R
  candidates: number; // N, both arms
  buffer: number; // n
  sampler: SamplerName;
  budgetCalls: number | null; // max candidates of a search, over all runs; null: as many as the iterations have
  stopBelow: number | null; // adaptive: stop if fewer regions are expected in the next 1,000 candidates
  regionRate: number; // adaptive: the bar, the rate from which a set of attributes is a region, 0-1
  /** Adaptive: the model that embeds attributes; null: the pool's own embedding, if any; false: no embedding. */
  neighbours: string | false | null;
  control: number; // share of the candidates drawn uniformly, 0-1
  distinct: boolean; // keep near-duplicates out of the buffer
  contrast: RoleSpec | null; // what it does is no finding; null: the target's failures count whatever others do
  check?: CheckSettings; // what says what a written query has; absent: nothing does, and what was drawn counts
  severity: Rubric[]; // dimensions by which what fails is scored too: how bad it is
  context: ContextSettings | null; // what queries are asked after; null: nothing
  seed: number;
}

/** One search: a rubric on a target. */
export interface SearchSettings extends SurfSettings {
  rubric: Rubric;
  roles: SearchRoles;
}
