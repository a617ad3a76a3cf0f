import {describe, expect, it} from "vitest";
import {labelLines, mostLines} from "./labelLines.js";

describe("labelLines(text, columns)", () => {
  it.each([
    ["short", "short"],
    ["one two three four", "one two\nthree four"],
    ["one two three four five", "one two\nthree fou\u2026"],
    ["a\nlabel\r\n with\tbreaks", "a label\nwith brea\u2026"],
    ["https://example.org", "https://ex\nample.org"],
    [
      "\u4f60\u597d\u4e16\u754c\u4f60\u597d\u4e16\u754c\u4f60\u597d\u4e16",
      "\u4f60\u597d\u4e16\u754c\u4f60\n\u597d\u4e16\u754c\u4f60\u2026"
    ],
    ["", ""]
  ])("%j is %j", (text, expected) => expect(labelLines(text, 10)).toBe(expected));

  it("never splits a character, and takes long texts quickly", () => {
    expect(labelLines("\u{1f468}\u200d\u{1f469}\u200d\u{1f467}".repeat(12), 10).split("\n")[0]).not.toMatch(/\u200d$/);
    const begun = performance.now();
    labelLines("x".repeat(1_000_000), 50);
    expect(performance.now() - begun).toBeLessThan(200);
  });
});

describe("mostLines(labels)", () => {
  it("is that of the longest, and 1 where there are none", () => {
    expect([mostLines([]), mostLines(["a", "a\nb"])]).toEqual([1, 2]);
  });
});
