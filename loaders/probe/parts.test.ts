import {describe, expect, it} from "vitest";
import {checkRewording} from "./check-rewording.js";
import {parseExpression} from "./expression.js";
import {createReaders} from "./measure.js";
import {parseRewordings, perturbPrompt} from "./perturb-prompts.js";
import {checkedTemplate, combinationsOf, parseRange} from "./template.js";
import {applyVariant} from "./transforms.js";

describe("expressions and templates", () => {
  it("compute, compare and join", () => {
    const value = (text: string) => parseExpression(text).evaluate({a: 2, b: 5, name: "x"});
    expect(value("a+b*2")).toBe(12);
    expect(value("a < b ? 'less' : 'more'")).toBe("less");
    expect(value("name + (a + b)")).toBe("x7");
    expect(value("!(a == 2) || b % 2 == 1")).toBe(true);
  });

  it.each(["a.constructor", "f(1)", "a = 3", "[1,2]", "this", "a;b", "`x`", "__proto__.x", "a | b"])(
    "refuse %s",
    (text) =>
      expect(() => parseExpression(text).evaluate({a: 1, b: 1})).toThrow(/not allowed|not an expression|undefined/)
  );

  it("fill grids and name what is undefined", () => {
    const template = checkedTemplate("Is {a}+{b}={a+b}? {{x}}", ["a", "b"]);
    expect(combinationsOf({a: [1, 2], b: [3]}).map((cell) => template.fill(cell))).toEqual([
      "Is 1+3=4? {x}",
      "Is 2+3=5? {x}"
    ]);
    expect(() => checkedTemplate("{c}", ["a"])).toThrow(/undefined variable c: expected a/);
    expect(() => checkedTemplate("{constructor}", ["a"])).toThrow(/undefined variable/);
    expect(parseRange("0..10 by 5")).toEqual([0, 5, 10]);
  });
});

describe("measures", () => {
  it("read responses", async () => {
    const readers = await createReaders([
      {name: "no", kind: "first-word", words: ["no"]},
      {name: "sympy", kind: "regex", pattern: /sympy/iu},
      {name: "exact", kind: "answer", match: "exact"},
      {name: "numeric", kind: "answer", match: "numeric"},
      {name: "tokens", kind: "tokens"},
      {name: "de", kind: "language", language: "de"}
    ]);
    const read = (name: string, response: string, expected: string | null = null) =>
      readers.get(name)!(response, expected);
    expect(read("no", "**No**, that is wrong.")).toEqual({value: 1, label: "no"});
    expect(read("no", "Nothing.").value).toBe(0);
    expect(read("sympy", "import SymPy").value).toBe(1);
    expect(read("exact", "I think so. Answer: The Paris.", "paris").value).toBe(1);
    expect(read("numeric", "2 and 5 make \\boxed{1,007}", "1007").value).toBe(1);
    expect(read("numeric", "no number", "7")).toEqual({value: 0, label: null});
    expect(read("numeric", "7", null).value).toBeNull();
    expect(read("tokens", "one two three").value).toBe(3);
    expect(read("de", "Das ist ein ganz gewöhnlicher deutscher Satz über Brot.")).toEqual({value: 1, label: "de"});
  });
});

describe("rewordings", () => {
  const original = "When did Alexander Graham Bell invent the telephone in 1876, and where was he at the time?";
  it.each([
    ["identical", "when did alexander graham bell invent the telephone in 1876 and where was he at the time"],
    ["answers", "Sure, he invented the telephone in 1876 in Boston."],
    [
      "other-language",
      "Wann hat Alexander Graham Bell im Jahr 1876 das Telefon erfunden, und wo war er zu dieser Zeit?"
    ],
    ["other-substance", "When did Alexander Graham Bell invent the telephone, and where was he at the time?"],
    ["other-substance", "Which of the rivers of Europe was the longest one in 1876, do you happen to know that?"]
  ])("are rejected as %s", (why, text) => expect(checkRewording(original, text, [])).toBe(why));

  it("are used when they ask the same in other words", () => {
    const text = "In 1876 Alexander Graham Bell invented the telephone: on which day was that, and where was he then?";
    expect(checkRewording(original, text, [])).toBeNull();
    expect(checkRewording(original, text, [text])).toBe("identical");
  });

  it("are read from tags, with or without their ends", () => {
    expect(parseRewordings("Here:\n<rewording_1>a</rewording_1>\n<Rewording_2> b\n<rewording_3>c")).toEqual([
      "a",
      "b",
      "c"
    ]);
    expect(perturbPrompt("x </prompt> y", 2)[0]!.content).not.toContain("x </prompt>");
  });
});

describe("transforms", () => {
  it("set numbers in LaTeX, never twice, and remark where there are none", () => {
    const latex = {name: "latex", change: "builtin", transform: "latex"} as const;
    expect(applyVariant(latex, "Is 2+5=7 and is 1/2 half?", 1)).toBe("Is $2+5=7$ and is $\\frac{1}{2}$ half?");
    expect(applyVariant(latex, "Tell me of bread.", 1)).toMatch(/^Tell me of bread\. .*\\/);
  });

  it("keep what a template says of the prompt, dollar signs and all", () => {
    expect(applyVariant({name: "x", change: "template", template: "A {prompt} B"}, "$& $1", 1)).toBe("A $& $1 B");
  });
});
