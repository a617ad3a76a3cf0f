/** The smallest piece of work that an engine places. One command runs it; run again, it resumes. */
export interface Unit {
  id: string; // the same for the same part of the work, whatever else there is to do
  stage: number; // units of one stage do not depend on each other
  after: string[]; // ids of units that have to be complete
  servers: number; // model servers that it starts, each on GPUs of its own
}

/** All units of a study or an index, in the order of their stages: the place in it is the index in an array of jobs. */
export interface Plan<U extends Unit = Unit> {
  v: 1;
  work: string; // the name of a study, or index:<name>
  file: string; // of the study; for an index as `work`
  fingerprint: string; // of the work: units of another plan are done again, as far as they have something else to do
  options: PlanOptions;
  units: U[];
}

/** What all units of a plan have in common. */
export interface PlanOptions {
  budgetInUsd: number | null;
  atOnce: number; // units that may run at the same time: each gets that share of a provider's limits
  limits: Record<string, RateLimits>; // of one key, by provider
}

/** Limits of one key, for all units together. */
export interface RateLimits {
  rpm?: number | undefined; // requests per minute
  tpm?: number | undefined; // tokens per minute
}

export const gatherId = "gather";

const indexPrefix = "index:";

/** The name of an index in a plan, and on the command line. */
export const workOfIndex = (index: string): string => `${indexPrefix}${index}`;

/** The index that the name of some work stands for; undefined for a study's. */
export const indexOfWork = (work: string): string | undefined =>
  work.startsWith(indexPrefix) ? work.slice(indexPrefix.length) : undefined;

/** The work in a sentence: `study mine`, `index mine`. */
export const workInWords = (work: string): string => {
  const index = indexOfWork(work);
  return index === undefined ? `study ${work}` : `index ${index}`;
};

/** The command that runs some work on an engine, or goes on with it. */
export const commandOf = (work: string, engine: string): string =>
  `surfturf ${indexOfWork(work) === undefined ? "run" : "index"} ${work} --on ${engine}`;
