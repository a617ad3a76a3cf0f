import {expect, it} from "vitest";
import {likeness} from "./likeness.js";

it("likeness(text, other) is the F1 of the counted words, whatever their order and case", () => {
  expect(likeness("Bread is a matter of flour.", "of flour, bread is a matter.")).toBeGreaterThan(0.9);
  expect(likeness("a a b", "a c")).toBeCloseTo(2 / 5, 9); // one shared word of five
  expect(likeness("code", "prose")).toBe(0);
  expect(likeness("", "")).toBe(1);
});
