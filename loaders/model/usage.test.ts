import {describe, expect, it} from "vitest";
import type {Usage} from "./model.js";
import {checkUsage} from "./usage.js";

const request = {messages: [{role: "user" as const, content: "x".repeat(1000)}], maxTokens: 500};
const usage = {inputTokens: 300, outputTokens: 200, thinkingTokens: 50, cachedTokens: 100};
const bad: unknown[] = [-1, 1.5, 2 ** 31, 1e12, NaN, Infinity, -Infinity, "7", null, undefined, {}, true];

describe("checkUsage(usage, request)", () => {
  it("keeps what can be true", () => {
    expect(checkUsage(usage, request)).toEqual(usage);
    expect(checkUsage({...usage, writtenTokens: 20}, request)).toEqual({...usage, writtenTokens: 20});
    expect(checkUsage({...usage, outputTokens: 0, thinkingTokens: null}, request)).toMatchObject({outputTokens: 0});
  });

  it.each(bad)("takes %s for unknown, wherever it is", (value) => {
    for (const key of Object.keys(usage)) {
      const checked = checkUsage({...usage, [key]: value} as Usage, request);
      expect(checked).toEqual({...usage, [key]: null});
    }
  });

  it("takes for unknown what the request could not take, and parts larger than the whole", () => {
    expect(checkUsage({...usage, inputTokens: 5_000_000}, request).inputTokens).toBeNull();
    expect(checkUsage({...usage, outputTokens: 5_000_000}, request).outputTokens).toBeNull();
    expect(checkUsage({...usage, cachedTokens: 301}, request).cachedTokens).toBeNull();
    expect(checkUsage({...usage, thinkingTokens: 201}, request).thinkingTokens).toBeNull();
    expect(checkUsage({...usage, inputTokens: 5_000_000}, null).inputTokens).toBe(5_000_000);
  });
});
