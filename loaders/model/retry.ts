import type {Random} from "../util/random.js";
import type {ModelError} from "./model-error.js";

export interface RetryPolicy {
  attempts: number; // max requests for one call; refusals because of load do not count
  deadlineInMs: number; // since the first request; none is started after it
  firstInMs: number; // mean wait before the second request; doubles each time
  maxWaitInMs: number;
}

export const defaultRetry: RetryPolicy = {attempts: 8, deadlineInMs: 900_000, firstInMs: 500, maxWaitInMs: 30_000};

/** Whether the provider refused because of load. */
export const isOverload = ({status}: ModelError): boolean => status === 429 || status === 529 || status === 503;

/**
 * How long to wait before a failed call is retried, in ms; null when it is not. A server's Retry-After is the minimum;
 * otherwise the wait doubles, drawn between 0.5 and 1.5 times its mean, so that calls that failed together are not
 * retried together.
 */
export function waitBeforeRetry(
  error: ModelError,
  failures: number, // so far, this one included
  overloads: number, // of these, refusals because of load
  elapsedInMs: number, // since the first request
  random: Random,
  policy: RetryPolicy = defaultRetry
): number | null {
  if (!error.retryable || failures - overloads >= policy.attempts) return null;
  const mean = Math.min(policy.maxWaitInMs, policy.firstInMs * 2 ** (failures - 1));
  const jittered = mean * (0.5 + random());
  const wait = error.retryAfterInMs === null ? jittered : error.retryAfterInMs + mean * 0.2 * random();
  return elapsedInMs + wait > policy.deadlineInMs ? null : wait;
}
