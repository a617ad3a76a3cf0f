import {describe, expect, it} from "vitest";
import {escapeRegExp, regex} from "./regex.js";

describe("regex(flags)`source`", () => {
  it("leaves out line breaks with their indentation, and keeps other spaces and escapes", () => {
    const written = regex("i")`
      \b(?:one two
        |three)\n
      four$
    `;
    expect([written.source, written.flags]).toEqual([/\b(?:one two|three)\nfour$/.source, "i"]);
  });

  it("takes a list for its alternatives", () => {
    const words = ["C++", "C#"].map(escapeRegExp);
    expect("I write C++.".match(regex()`(?:${words})`)?.[0]).toBe("C++");
  });
});

describe("escapeRegExp(text)", () => {
  it("matches the text and nothing else", () => {
    const text = "a.b*c+d?(e)[f]{1}^$|\\";
    expect(new RegExp(`^${escapeRegExp(text)}$`).test(text)).toBe(true);
    expect(new RegExp(`^${escapeRegExp("a.b")}$`).test("axb")).toBe(false);
  });
});
