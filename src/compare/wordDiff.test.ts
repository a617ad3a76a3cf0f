import {describe, expect, it} from "vitest";
import {onlyDifferences, partsOfSide, wordDiff} from "./wordDiff.js";

const textOf = (parts: {text: string}[]): string => parts.map(({text}) => text).join("");

describe("wordDiff(a, b)", () => {
  it("finds the words that only one text has, and both texts again in the parts", () => {
    const [a, b] = ["The old mill turned.", "The new mill never turned."];
    const parts = wordDiff(a, b)!;
    expect(parts.filter((part) => part.in === "a").map(({text}) => text.trim())).toEqual(["old"]);
    expect(parts.filter((part) => part.in === "b").map(({text}) => text.trim())).toEqual(["new", "never"]);
    expect(textOf(partsOfSide(parts, "a"))).toBe(a);
    expect(textOf(partsOfSide(parts, "b"))).toBe(b);
  });

  it("finds words in scripts without spaces and in Cyrillic, not letters", () => {
    const chinese = wordDiff("\u6211\u559c\u6b22\u82f9\u679c", "\u6211\u559c\u6b22\u9999\u8549")!;
    expect(chinese.filter((part) => part.in === "b").map(({text}) => text)).toEqual(["\u9999\u8549"]);
    const russian = wordDiff(
      "\u0441\u0442\u0430\u0440\u044b\u0439 \u0434\u043e\u043c",
      "\u043d\u043e\u0432\u044b\u0439 \u0434\u043e\u043c"
    )!;
    expect(russian.filter((part) => part.in !== "both").map(({text}) => text)).toHaveLength(2);
  });

  it("says that equal texts are equal, and knows empty ones", () => {
    expect(wordDiff("same", "same")).toEqual([{text: "same", in: "both"}]);
    expect(wordDiff("", "")!.filter((part) => part.in !== "both")).toEqual([]);
    expect(wordDiff("", "new")).toEqual([{text: "new", in: "b"}]);
  });
});

describe("onlyDifferences(parts)", () => {
  it("leaves out what both have in common, but for a little beside each difference", () => {
    const long = "word ".repeat(100);
    const parts = onlyDifferences(wordDiff(`${long}old ${long}`, `${long}new ${long}`)!);
    expect(textOf(parts).length).toBeLessThan(260);
    expect(parts.filter((part) => part.in !== "both").map(({text}) => text.trim())).toEqual(["old", "new"]);
    expect(parts[0]!.text).toMatch(/^ \[\u2026\] .*word $/s);
  });

  it("keeps short texts as they are", () => {
    const parts = wordDiff("an old mill", "a mill")!;
    expect(onlyDifferences(parts)).toEqual(parts);
  });
});
