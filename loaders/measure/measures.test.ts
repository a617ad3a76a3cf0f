import {describe, expect, it} from "vitest";
import {cpuTimeInMs} from "../util/testing/cpu-time.js";
import type {MeasuredValue} from "./measure.js";
import {programMeasure, registeredMeasures} from "./registry.js";
import {repeatedShare} from "./repeated-share.js";

const facts = {
  rubrics: [],
  errorAt: (path: readonly PropertyKey[], message: string) => new Error(`${path.join(".")}: ${message}`)
};

/** What a measure says, given as a kind alone or with a map. */
async function read(kind: string, text: string, map?: unknown): Promise<MeasuredValue> {
  const {alone, spec, normalize, createReader} = programMeasure(kind);
  const settings = map === undefined ? alone! : normalize(spec!.parse(map), facts);
  return (await createReader(settings))(text, null);
}

const holds = async (kind: string, text: string, map?: unknown) => (await read(kind, text, map)).value;

describe("the measure code", () => {
  it.each([
    ["a fence", "Sure:\n```\nx\n```"],
    ["a function without a fence", "def larger(a, b):\n    return max(a, b)"],
    ["an import", "import {z} from 'zod';"],
    ["statements", "x = 4\ny = x + 1"],
    ["a query", "SELECT name FROM people"]
  ])("finds %s", async (_, text) => expect(await holds("code", text)).toBe(1));

  it.each([
    ["prose", "If you import cars, the class of tax depends on the value.\nFor example: 20%."],
    ["a list", "1. Return the form.\n2. Print it."],
    ["a single equation", "So x = 4, which is the answer."],
    ["nothing", ""]
  ])("does not find %s", async (_, text) => expect(await holds("code", text)).toBe(0));

  it("counts only fenced blocks with `fenced`", async () => {
    expect(await holds("code", "def a(b):", {code: "fenced"})).toBe(0);
    expect(await read("code", "Hi\n~~~js\n1\n~~~", {code: "fenced"})).toEqual({value: 1, label: "~~~js"});
  });
});

describe("the measures list, url, refusal-words and tokens", () => {
  it("find lines with bullets or numbers", async () => {
    expect(await read("list", "These:\n- salt\n- flour")).toEqual({value: 1, label: "- salt"});
    expect(await holds("list", "a) one\nb) two\n(3) three", {list: 3})).toBe(1);
    expect(await holds("list", "1. only one")).toBe(0);
    expect(await holds("list", "-5 degrees\n-6 degrees")).toBe(0);
  });

  it("find web addresses", async () => {
    expect(await read("url", "see (https://a.example/b?c=1).")).toEqual({value: 1, label: "https://a.example/b?c=1"});
    expect(await holds("url", "see www.example.org")).toBe(1);
    expect(await holds("url", "http is a protocol")).toBe(0);
  });

  it("find words of refusal near the start only", async () => {
    expect(await read("refusal-words", "Well, I can\u2019t do that.")).toEqual({value: 1, label: "I can\u2019t"});
    expect(await holds("refusal-words", "As an AI language model, I have no taste.")).toBe(1);
    expect(await holds("refusal-words", `${"word ".repeat(80)} I'm sorry.`)).toBe(0);
  });

  it("hold within limits of length", async () => {
    expect(await holds("tokens", "one two three", {tokens: {max: 3}})).toBe(1);
    expect(await holds("tokens", "one two three", {tokens: {min: 4}})).toBe(0);
    expect(() => programMeasure("tokens").spec!.parse({tokens: {}})).toThrow(/expected min, max or both/);
  });

  it("match by line and by the first characters", async () => {
    const text = "Here:\nimport os";
    expect(await holds("regex", text, {regex: "^import"})).toBe(0);
    expect(await holds("regex", text, {regex: "^import", lines: true})).toBe(1);
    expect(await holds("regex", text, {regex: "import", first: 8})).toBe(0);
  });
});

describe("repeatedShare(text)", () => {
  it.each([
    ["a word", "go ".repeat(10), 0.9, "go"],
    ["a phrase", "the story of the king. ".repeat(4), 0.75, "the story of the king"],
    ["a line whose number goes up", "1. Eat well.\n2. Eat well.\n3. Eat well.\n4. Eat well.", 0.75, "eat well"],
    ["a text without spaces", "\u597d\u7684".repeat(20), 0.95, "\u597d\u7684"],
    ["a loop at the end of prose", `I like tea. ${"and so on ".repeat(5)}`, 12 / 18, "and so on"]
  ])("finds %s", (_, text, share, loop) => {
    expect(repeatedShare(text).share).toBeCloseTo(share, 5);
    expect(repeatedShare(text).loop).toBe(loop);
  });

  it("finds none in prose that uses words again", () => {
    const prose = "He had had enough of that, that is true. The king and the queen and the king's men left the town.";
    expect(repeatedShare(prose)).toEqual({share: 0, loop: null});
    expect(repeatedShare("")).toEqual({share: 0, loop: null});
  });
});

describe("every measure", () => {
  const hostile: Record<string, string> = {
    spaces: `x${" ".repeat(300_000)}x`,
    words: "a ".repeat(150_000),
    "distinct words": Array.from({length: 60_000}, (_, i) => `w${i.toString(36)}`).join(" "),
    "lines of code": "x = (\n".repeat(50_000),
    "one long line": `class x${"{".repeat(300_000)}`,
    bullets: "- \n".repeat(100_000),
    addresses: "http://".repeat(43_000),
    excuses: "i'm sorry ".repeat(30_000),
    "letters without end": "a".repeat(300_000)
  };
  const limitInMs = 1000; // tens of milliseconds at most; many seconds if it is not linear

  it.each(Object.keys(hostile))("takes linear time over %s", async (name) => {
    for (const {kind, alone, by} of registeredMeasures()) {
      if (alone === undefined || by === "judge" || kind === "tokens" || kind === "language") continue; // of packages
      const reader = await programMeasure(kind).createReader(alone);
      expect(
        cpuTimeInMs(() => reader(hostile[name]!, null), limitInMs),
        kind
      ).toBeLessThan(limitInMs);
    }
  });
});
