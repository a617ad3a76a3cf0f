import {describe, expect, it} from "vitest";
import {parseExpression} from "./expression.js";
import {checkedTemplate, combinationsOf, parseRange} from "./grid-template.js";

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
