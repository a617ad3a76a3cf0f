import {describe, expect, it} from "vitest";
import {isOf} from "./repetitions.js";

describe("isOf(row, match)", () => {
  const row = {step: "probe", probe: "latex-use", kind: "transform"};
  it("goes by the step, and by the name where there is one", () => {
    expect(isOf(row, {step: "probe", name: /latex/})).toBe(true);
    expect(isOf(row, {step: "probe", name: /sums/, kind: "transform"})).toBe(false);
    expect(isOf(row, {step: "robustness"})).toBe(false);
    expect(isOf(row, {kind: "transform"})).toBe(true);
  });
});
