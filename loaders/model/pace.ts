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
 * (`anthropic-ratelimit-*`, resets as dates). Of several kinds of tokens the scarcest counts.
 */
export function readPace(headers: Headers, now = Date.now()): Pace | null {
  const find = (kinds: readonly string[], dated: boolean): Allowance | null =>
    scarcest(kinds.map((kind) => readAllowance(headers, kind, dated, now)));
  const requests = find(["x-ratelimit-#-requests"], false) ?? find(["anthropic-ratelimit-requests-#"], true);
  const tokens =
    find(["x-ratelimit-#-tokens"], false) ??
    find(
      ["tokens", "input-tokens", "output-tokens"].map((kind) => `anthropic-ratelimit-${kind}-#`),
      true
    );
  return requests === null && tokens === null ? null : {requests, tokens};
}

function readAllowance(headers: Headers, pattern: string, dated: boolean, now: number): Allowance | null {
  const left = headers.get(pattern.replace("#", "remaining"));
  const reset = headers.get(pattern.replace("#", "reset"));
  if (left === null || reset === null || !/^\s*\d+\s*$/.test(left)) return null;
  const resetInMs = dated ? Date.parse(reset) - now : durationInMs(reset);
  return Number.isFinite(resetInMs) ? {left: Number(left), resetInMs: Math.max(0, resetInMs)} : null;
}

const unitInMs: Record<string, number> = {ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000};

function durationInMs(text: string): number {
  if (/^\s*\d+(\.\d+)?\s*$/.test(text)) return Number(text) * 1000;
  const parts = [...text.trim().matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== text.trim()) return NaN;
  return parts.reduce((sum, [, value, unit]) => sum + Number(value) * unitInMs[unit!]!, 0);
}

const scarcest = (allowances: readonly (Allowance | null)[]): Allowance | null =>
  allowances.reduce((min, each) => (each !== null && (min === null || each.left < min.left) ? each : min), null);
