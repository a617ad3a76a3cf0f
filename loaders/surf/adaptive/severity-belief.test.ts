import {describe, expect, it} from "vitest";
import {SeverityBelief} from "./severity-belief.js";

describe("SeverityBelief", () => {
  it("says 1 of everything without scores, or where all are 0", () => {
    const none = new SeverityBelief(3);
    none.add([0, 1], null);
    expect([none.ofAttribute(0), none.ofSet([0, 1])]).toEqual([1, 1]);
    none.add([0], 0);
    expect([none.ofAttribute(0), none.ofAttribute(2)]).toEqual([1, 1]);
  });

  it("is the mean severity of a set's failures over that of all, drawn to 1 by four failures", () => {
    const belief = new SeverityBelief(3);
    for (let i = 0; i < 8; i++) belief.add([0, 1], 90);
    for (let i = 0; i < 8; i++) belief.add([1], 10);
    expect(belief.ofAttribute(0)).toBeCloseTo((8 * 90 + 4 * 50) / (12 * 50));
    expect(belief.ofAttribute(1)).toBeCloseTo(1);
    expect(belief.ofSet([1, 0])).toBeCloseTo(belief.ofAttribute(0));
    expect(belief.ofSet([0, 2])).toBe(1);
  });
});
