import {describe, expect, it} from "vitest";
import {chanceAboveHalf} from "./chance.js";

describe("chances", () => {
  it("that a rate is above one half are those of the beta distribution", () => {
    expect(chanceAboveHalf(0, 0)).toBeCloseTo(0.5);
    expect(chanceAboveHalf(8, 10)).toBeCloseTo(0.967, 3);
    expect(chanceAboveHalf(3, 10)).toBeCloseTo(0.113, 3);
  });

  it("stay chances where a set was asked thousands of times", () => {
    expect(chanceAboveHalf(1257, 1386)).toBeCloseTo(1);
    expect(chanceAboveHalf(129, 1386)).toBeCloseTo(0);
    expect(chanceAboveHalf(18_000, 36_000)).toBeCloseTo(0.5, 2);
  });
});
