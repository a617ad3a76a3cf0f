import {describe, expect, it} from "vitest";
import {liftColour} from "./liftScale.js";

describe("liftColour(lift)", () => {
  it("is the ground from the base share down: a chunk that gives nothing does not stand out", () => {
    for (const lift of [null, 0, 1 / 16, 0.9]) expect(liftColour(lift), String(lift)).toBe(liftColour(1));
  });

  it("is bluer the larger the share, up to sixteen times the base", () => {
    const blue = (lift: number): number => Number(/(\d+)%/.exec(liftColour(lift))![1]);
    expect([1, 2, 4, 8].map(blue)).toEqual([0, 21, 43, 64]);
    expect(blue(16)).toBe(blue(100));
  });
});
