import type {Effort} from "../model/model.js";
import type {ProbeSettings} from "../probe/settings.js";
import type {SurfSettings} from "../surf/settings.js";
import type {TurfSettings} from "../turf/settings.js";
import type {Rubric} from "../util/rubric.js";

/** How a role is asked, before its model is made. */
export interface RoleSpec {
  model: string; // provider:model
  temperature: number;
  topP: number | null;
  maxTokens: number; // output tokens, thinking included
  thinking: number; // token budget; 0: none
  effort: Effort | null; // instead of a budget
  system: string | null;
  stop: string[];
  showThinking: boolean; // of a target: the judge sees its thinking too
  context: number | null; // tokens that the model takes; null: not known
  headers: Record<string, string>;
  body: Record<string, unknown>; // added to each request's body
  pin: string[]; // upstream providers of a router
  baseUrl: string | null; // instead of the provider's own
  key: string | null; // environment variable that holds the key, instead of the provider's own
}

/** A study in its normal form: every key has a value (docs/study.md). */
export interface Study {
  name: string; // of the file, without its ending
  file: string;
  title: string;
  targets: RoleSpec[];
  query: RoleSpec | null; // null: the study has no search
  judges: RoleSpec[];
  perturb: RoleSpec | null; // rewrites prompts; null: the query model does
  confirmJudge: RoleSpec | null; // scores beside the judges when findings are confirmed
  attributes: string; // `lab`, or the path of a pool; empty without a search
  rubrics: Rubric[];
  world: string; // path of the lab's world file
  surf: SurfSettings | null; // null: no search
  turf: TurfSettings | null; // null: nothing is traced
  probes: ProbeSettings[]; // confirm, robustness, then those of the step probe
  marks: {rubric: string; path: string}[]; // labelled files, by which judges are measured
  concurrency: number; // calls in flight a provider, at most
  budgetInUsd: number | null; // null: none
  /** An error at the line of a key, for problems found after reading: a missing key variable, an empty pool. */
  errorAt(path: readonly PropertyKey[], message: string): Error;
}
