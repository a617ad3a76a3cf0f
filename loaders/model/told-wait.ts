import {echoKeys, isObject} from "./json.js";
import {readWait} from "./read-wait.js";

const deepest = 6;
const maxLength = 2000; // characters of a text that are looked at

/**
 * Milliseconds that the body of an error asks to wait; null when it does not. Reads fields (Gemini's `retryDelay: "34s"`,
 * `retry_after: 20`, headers that a gateway repeats) and words ("Please try again in 1m30s").
 */
export function waitInBody(body: unknown, now = Date.now()): number | null {
  return waitInFields(body, now, 0) ?? waitInTexts(body, now, 0);
}

const waitKey = /^retry[_-]?(?:after|delay|in)(?:[_-]?(?:(ms|milli\w*)|s|sec\w*))?$/i;
const resetKey = /^x-ratelimit-reset(?:-requests|-tokens)?$/i;

function waitInFields(value: unknown, now: number, depth: number): number | null {
  if (depth > deepest || typeof value !== "object" || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    const named = waitKey.exec(key);
    const wait = named || resetKey.test(key) ? waitOf(inner, now, named?.[1] === undefined ? 1000 : 1) : null;
    const found = wait ?? waitInFields(inner, now, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

function waitOf(value: unknown, now: number, numberInMs: number): number | null {
  if (isObject(value)) return typeof value.seconds === "number" && value.seconds >= 0 ? value.seconds * 1000 : null;
  if (typeof value !== "number" && typeof value !== "string") return null;
  return String(value).trim().startsWith("-") ? null : readWait(String(value), {now, numberInMs});
}

const unit = "milliseconds?|msecs?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d";
const amount = `\\d{1,9}(?:\\.\\d{1,12})?\\s?(?:${unit})(?![a-z])`;
const waitingWords = new RegExp(
  `\\b(?:retry|try|again|wait|available|resets?)\\b[^.!?\\n]{0,60}?\\b(?:in|after|for|least|wait|until|at)\\s(?:about\\s|approximately\\s|another\\s|at least\\s)?` +
    `((?:${amount}(?:,\\s|\\s)?(?:and\\s)?){1,4}|\\d{4}-\\d\\d-\\d\\d[T ][\\d:.]{5,15}(?:Z|[+-]\\d\\d:?\\d\\d)?)`,
  "i"
);

function waitInTexts(value: unknown, now: number, depth: number): number | null {
  if (typeof value === "string") return waitInWords(value.slice(0, maxLength), now);
  if (depth > deepest || typeof value !== "object" || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    if (echoKeys.includes(key)) continue;
    const wait = waitInTexts(inner, now, depth + 1);
    if (wait !== null) return wait;
  }
  return null;
}

function waitInWords(text: string, now: number): number | null {
  const said = waitingWords.exec(text)?.[1];
  if (said === undefined) return null;
  return /^\d{4}-/.test(said) ? readWait(said.trim(), {now}) : sumOf(said);
}

const unitInMs = {m: 60_000, h: 3_600_000, d: 86_400_000, s: 1000} as const;

const sumOf = (said: string): number =>
  [...said.matchAll(/(\d+(?:\.\d+)?)\s?([a-z]+)/gi)].reduce((sum, [, value, name]) => {
    const word = name!.toLowerCase();
    const inMs = /^(?:ms|mil|mse)/.test(word) ? 1 : unitInMs[word[0] as keyof typeof unitInMs];
    return sum + Number(value) * inMs;
  }, 0);
