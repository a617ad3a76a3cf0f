import type {Share} from "../step/share.js";

/** The smallest piece of work that an engine places. One command runs it; run again, it resumes. */
export interface Unit {
  id: string; // the same for the same part of a study, whatever else the study has
  stage: number; // units of one stage do not depend on each other
  steps: string[]; // whose calls it makes, in order; gather: the unit that puts everything together
  rubric: string | null; // null: all
  target: string | null; // null: all
  share: Share | null; // null: everything
  replays: string[]; // earlier steps that it reads from the journals of other units
  after: string[]; // ids of units that have to be complete
  servers: number; // model servers that it starts, each on GPUs of its own
}

/** All units of a study, in the order of their stages: the place in it is the index in an array of jobs. */
export interface Plan {
  v: 1;
  study: string;
  file: string; // of the study
  fingerprint: string; // of the study: units of another plan are done again, as far as they ask something else
  options: PlanOptions;
  units: Unit[];
}

/** What all units of a plan have in common. */
export interface PlanOptions {
  budgetInUsd: number | null;
  budgetInCalls: number | null; // candidates of each search
  cache: boolean; // whether answers of other studies are used
  parts: number; // into which the prompts of a step are divided
  atOnce: number; // units that may run at the same time: each gets that share of a provider's limits
  limits: Record<string, RateLimits>; // of one key, by provider
}

/** Limits of one key, for all units together. */
export interface RateLimits {
  rpm?: number | undefined; // requests per minute
  tpm?: number | undefined; // tokens per minute
}

export const gatherId = "gather";
