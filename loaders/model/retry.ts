import type {Random} from "../util/random.js";
import type {ModelError} from "./model-error.js";

export interface RetryPolicy {
  attempts: number; // requests at most for one call; refusals for load do not count
  deadlineInMs: number; // from the first request; no further one is begun after it
  firstInMs: number; // mean wait before the second request; doubles with each
  longestInMs: number;
}

export const defaultRetry: RetryPolicy = {attempts: 8, deadlineInMs: 900_000, firstInMs: 500, longestInMs: 30_000};

/** Whether the provider said: too many, come again. */
export const isOverload = ({status}: ModelError): boolean => status === 429 || status === 529 || status === 503;

/**
 * How long to wait before a failed call is tried again; null when it is not. A server's Retry-After is a least wait;
 * else the wait doubles, drawn between half and one and a half of its mean, so that calls that failed together do not
 * come back together.
 */
export function waitBeforeRetry(
  error: ModelError,
  failures: number, // so far, this one included
  overloads: number, // of these, refusals for load
  elapsedInMs: number, // since the first request
  random: Random,
  policy: RetryPolicy = defaultRetry
): number | null {
  if (!error.retryable || failures - overloads >= policy.attempts) return null;
  const mean = Math.min(policy.longestInMs, policy.firstInMs * 2 ** (failures - 1));
  const jittered = mean * (0.5 + random());
  const wait = error.retryAfterInMs === null ? jittered : error.retryAfterInMs + mean * 0.2 * random();
  return elapsedInMs + wait > policy.deadlineInMs ? null : wait;
}
