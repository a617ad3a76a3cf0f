import {describe, expect, it} from "vitest";
import {readPace} from "./pace.js";
import {readWait} from "./read-wait.js";
import {readRetryAfter} from "./retry-after.js";

const now = Date.parse("2026-11-28T12:00:00Z");

/** The ways in which providers write that something is over in some seconds. */
const forms: Record<string, (seconds: number) => string> = {
  "a number": (seconds) => `${seconds}`,
  "a number with a fraction": (seconds) => `${seconds}.000`,
  seconds: (seconds) => `${seconds}s`,
  milliseconds: (seconds) => `${seconds * 1000}ms`,
  "minutes and seconds": (seconds) => `${Math.floor(seconds / 60)}m${seconds % 60}s`,
  "hours, minutes, seconds": (seconds) => `0h${Math.floor(seconds / 60)}m${seconds % 60}.0s`,
  "an HTTP date": (seconds) => new Date(now + seconds * 1000).toUTCString(),
  "an ISO date": (seconds) => new Date(now + seconds * 1000).toISOString(),
  "Unix time": (seconds) => `${now / 1000 + seconds}`,
  "Unix time in ms": (seconds) => `${now + seconds * 1000}`,
  "Unix time in µs": (seconds) => `${(now + seconds * 1000) * 1000}`
};

describe("readWait(header)", () => {
  it.each(Object.entries(forms))("reads %s", (_, write) => {
    for (const seconds of [0, 1, 2, 59, 61, 3600, 86_400]) expect(readWait(write(seconds), {now})).toBe(seconds * 1000);
  });

  it.each(["soon", "", "  ", "1x", "12 of 30", "s", "NaN", "--5", "1,5", "never", `${"1".repeat(200)}`, "{}"])(
    "reads nothing from %j",
    (text) => expect(readWait(text, {now})).toBeNull()
  );

  it.each(["Fri, 28 Nov 2025 12:00:00 GMT", "2020-01-01T00:00:00Z", "-5", `${now / 1000 - 60}`])(
    "waits for nothing that is over: %s",
    (text) => expect(readWait(text, {now})).toBe(0)
  );

  it.each(["1e9", "1000000000", "99999999999999999999", "1e400"])("keeps %s as the long time it is", (text) =>
    expect(readWait(text, {now})).toBeGreaterThan(1e11)
  );
});

describe("readRetryAfter(headers)", () => {
  it("prefers the milliseconds, and reads nothing from a number below 0", () => {
    expect(readRetryAfter(new Headers({"retry-after-ms": "120", "retry-after": "7"}), now)).toBe(120);
    expect(readRetryAfter(new Headers({"retry-after": "-7"}), now)).toBeNull();
    expect(readRetryAfter(new Headers({"retry-after-ms": "-1", "retry-after": "7"}), now)).toBe(7000);
  });

  it("goes by the clock of the provider, which may be wrong", () => {
    const [date, end] = ["Mon, 01 Jan 2024 00:00:00 GMT", "Mon, 01 Jan 2024 00:00:30 GMT"];
    expect(readRetryAfter(new Headers({date, "retry-after": end}), now)).toBe(30_000);
  });
});

describe("readPace(headers)", () => {
  it.each(Object.entries(forms))("reads a reset written as %s", (_, write) => {
    const headers = {"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": write(61)};
    expect(readPace(new Headers(headers), now)?.requests).toEqual({left: 0, resetInMs: 61_000});
  });
});
