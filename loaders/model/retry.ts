import type {Random} from "../util/random.js";
import type {ModelError} from "./model-error.js";

export interface RetryPolicy {
  attempts: number; // max requests for one call; refusals because of load do not count
  timeouts: number; // max requests of one call that end without an answer in time
  deadlineInMs: number; // since the first request; none is started after it, unless the provider asked to wait longer
  firstInMs: number; // mean wait before the second request; doubles each time
  maxWaitInMs: number;
  maxToldInMs: number; // a provider that asks to wait longer ends its part
}

export const defaultRetry: RetryPolicy = {
  attempts: 8,
  timeouts: 3,
  deadlineInMs: 900_000,
  firstInMs: 500,
  maxWaitInMs: 30_000,
  maxToldInMs: 900_000
};

/** Whether the provider refused because of load. */
export const isOverload = ({status}: ModelError): boolean => status === 429 || status === 529 || status === 503;

const maxPlausibleInMs = 31 * 86_400_000; // the longest limits of providers are by the month

/** Whether a provider can't mean the wait that it asks for: the call is tried again sooner. */
export const isImplausible = (toldInMs: number | null): boolean => toldInMs !== null && toldInMs > maxPlausibleInMs;

/** Whether a provider asks to wait longer than a study should. */
export const isTooLong = (toldInMs: number | null, {maxToldInMs}: RetryPolicy = defaultRetry): boolean =>
  toldInMs !== null && toldInMs > maxToldInMs && !isImplausible(toldInMs);

/** The wait that a provider asks for as it is obeyed: an implausible one is that of any failure at most. */
export const obeyedWait = (toldInMs: number | null, {maxWaitInMs}: RetryPolicy = defaultRetry): number | null =>
  isImplausible(toldInMs) ? maxWaitInMs : toldInMs;

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
  const told = obeyedWait(error.retryAfterInMs, policy);
  if (isTooLong(told, policy)) return null;
  if (told !== null) return elapsedInMs > policy.deadlineInMs ? null : told + mean * 0.2 * random();
  return elapsedInMs + jittered > policy.deadlineInMs ? null : jittered;
}
