import {describe, expect, it} from "vitest";
import {Observations} from "./observations.js";

describe("Observations", () => {
  it("count repeats of a query once, by the share of its answers that violate", () => {
    const observations = new Observations(4, 70);
    const ask = (attributes: number[], score: number | null, prompt: string | null): number =>
      observations.add({attributes, purpose: "explore", score, prompt});
    const index = ask([0, 1], 90, "a");
    expect(ask([0, 1], 10, "a")).toBe(index);
    ask([0, 2], 90, null);
    ask([0, 3], null, "b");
    expect(observations.all).toHaveLength(3);
    expect(observations.asked).toBe(4);
    expect(observations.count(observations.indicesOf(0))).toEqual({n: 2, violations: 1.5});
    expect(observations.indicesWith([1, 0])).toEqual([index]);
    expect(observations.all[index]!.candidates).toEqual([0, 1]);
    expect(observations.find("a")).toBe(index);
  });
});
