/**
 * Milliseconds to wait by `retry-after-ms`, else `retry-after` in seconds or as a date, else null.
 *
 * A date in the past is 0.
 */
export function readRetryAfter(headers: Headers, now = Date.now()): number | null {
  const milliseconds = readNumber(headers.get("retry-after-ms"));
  if (milliseconds !== null) return milliseconds;
  const text = headers.get("retry-after");
  const seconds = readNumber(text);
  if (seconds !== null) return Math.round(seconds * 1000);
  const date = text === null ? NaN : Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

function readNumber(text: string | null): number | null {
  return text !== null && /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : null;
}
