import {afterEach, describe, expect, it, vi} from "vitest";
import {execGuarded} from "./guarded-pattern.js";

const endless = /^(a+)+$/;
const text = `${"a".repeat(40)}b`;

afterEach(() => vi.restoreAllMocks());

describe("execGuarded", () => {
  it("finds a pattern, from where the last match of it ended", () => {
    const words = /\w+(?=,)/g;
    expect(execGuarded(words, "one, two, three")?.[0]).toBe("one");
    expect(execGuarded(words, "one, two, three")?.[0]).toBe("two");
    expect(execGuarded(words, "one, two, three")).toBeNull();
  });

  it("stops a pattern that backtracks without end, and names it", () => {
    expect(() => execGuarded(endless, text)).toThrow(
      "the pattern ^(a+)+$ took longer than 1 s over a text of 41 characters"
    );
  });

  it("tries again where the process waited for the processor", () => {
    const usage = vi.spyOn(process, "cpuUsage");
    usage.mockReturnValueOnce({user: 0, system: 0}).mockReturnValueOnce({user: 20_000, system: 5_000}); // μs of 1 s
    usage.mockReturnValueOnce({user: 0, system: 0}).mockReturnValueOnce({user: 990_000, system: 0});
    expect(() => execGuarded(endless, text)).toThrow("took longer than 1 s");
    expect(usage).toHaveBeenCalledTimes(4);
  });
});
