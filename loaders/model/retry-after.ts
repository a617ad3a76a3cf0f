import {clockOf, readWait} from "./read-wait.js";

/**
 * Milliseconds to wait by `retry-after-ms`, else `retry-after` in seconds or as a date, else null. A date in the past is
 * 0; a number below 0 says nothing.
 */
export function readRetryAfter(headers: Headers, now = Date.now()): number | null {
  const clock = clockOf(headers, now);
  const read = (name: string, numberInMs: number): number | null => {
    const text = headers.get(name);
    return text?.trim().startsWith("-") ? null : roundUp(readWait(text, {now: clock, numberInMs}));
  };
  return read("retry-after-ms", 1) ?? read("retry-after", 1000);
}

const roundUp = (wait: number | null): number | null => (wait === null ? null : Math.ceil(wait));
