const unitInMs: Record<string, number> = {
  ...{ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1000, sec: 1000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000}
};
const dayInMs = 86_400_000;
const nearInMs = 400 * dayInMs; // a number that is a time at most this far from now is taken for that time
const maxLength = 64; // characters: no duration or date is longer
const duration = /(\d+(?:\.\d+)?)\s*(ns|us|µs|ms|sec|s|min|m|h|d)/g;
const dated = /^(\d{4}-\d\d-\d\d|[a-z]{3,9},? )/i; // Date.parse takes nearly anything for a date

/**
 * Milliseconds to wait by a header of a provider; null when it says nothing that can be read. Takes a number, a duration
 * (`1m30s`, `120ms`), a date, and the Unix time of the end in seconds, ms, µs or ns. What is over is 0.
 */
export function readWait(
  header: string | null,
  {now, numberInMs = 1000}: {now: number; numberInMs?: number} // of the provider's clock; what the number 1 is
): number | null {
  const text = header?.trim() ?? "";
  if (text === "" || text.length > maxLength) return null;
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return readNumber(Number(text), numberInMs, now);
  if (text.replaceAll(duration, "").trim() === "")
    return [...text.matchAll(duration)].reduce((sum, [, value, unit]) => sum + Number(value) * unitInMs[unit!]!, 0);
  const date = dated.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

function readNumber(value: number, numberInMs: number, now: number): number {
  for (const unit of [1000, 1, 1e-3, 1e-6])
    if (Math.abs(value * unit - now) < nearInMs) return Math.max(0, Math.round(value * unit - now));
  return Math.min(Math.max(0, value * numberInMs), Number.MAX_SAFE_INTEGER);
}

/** The provider's clock where its answer says it, so that a clock that is wrong shifts no date. */
export function clockOf(headers: Headers, now: number): number {
  const said = Date.parse(headers.get("date") ?? "");
  return Number.isNaN(said) ? now : said;
}
