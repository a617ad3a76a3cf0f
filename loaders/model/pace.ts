import {clockOf, readWait} from "./read-wait.js";

/** What is left of a provider's rates, from the headers of one answer. */
export interface Pace {
  requests: Allowance | null;
  tokens: Allowance | null;
}

export interface Allowance {
  left: number;
  resetInMs: number; // until it is full again
}

/**
 * Reads the rate headers of OpenAI (`x-ratelimit-*`, resets such as `1s`, `6m0s` or `120ms`) and Anthropic
 * (`anthropic-ratelimit-*`, resets as dates); others send the reset as Unix time. Of several kinds of tokens the scarcest
 * counts.
 */
export function readPace(headers: Headers, now = Date.now()): Pace | null {
  const clock = clockOf(headers, now);
  const find = (...patterns: string[]): Allowance | null =>
    scarcest(patterns.map((pattern) => readAllowance(headers, pattern, clock)));
  const requests = find("x-ratelimit-#-requests") ?? find("anthropic-ratelimit-requests-#");
  const tokens =
    find("x-ratelimit-#-tokens") ??
    find(...["tokens", "input-tokens", "output-tokens"].map((kind) => `anthropic-ratelimit-${kind}-#`));
  return requests === null && tokens === null ? null : {requests, tokens};
}

function readAllowance(headers: Headers, pattern: string, now: number): Allowance | null {
  const left = headers.get(pattern.replace("#", "remaining"));
  const resetInMs = readWait(headers.get(pattern.replace("#", "reset")), {now});
  if (left === null || resetInMs === null || !/^\s*\d+\s*$/.test(left)) return null;
  return {left: Number(left), resetInMs};
}

const scarcest = (allowances: readonly (Allowance | null)[]): Allowance | null =>
  allowances.reduce((min, each) => (each !== null && (min === null || each.left < min.left) ? each : min), null);
