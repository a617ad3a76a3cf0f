import {describe, expect, it} from "vitest";
import {createRandom} from "../../util/random.js";
import {Investigation} from "./investigation.js";
import {Observations} from "./observations.js";
import {evidenceOf} from "./testing.js";

describe("Investigation", () => {
  it("asks for as many verifications as a rate near one half takes, and for few where it is clear", () => {
    const wanted = (violations: number, n: number) => {
      const observations = new Observations(9, 70);
      const origin = observations.add({attributes: [1, 2], score: 90, purpose: "explore"});
      const investigation = new Investigation(0, origin, [1, 2]);
      const context = {...evidenceOf(observations), roundsLeft: 9, planned: 3000};
      const nextTests = () => investigation.nextTests(context, createRandom(1));
      investigation.suggestParaphrase([1]);
      nextTests();
      for (let i = 0; i < n; i++) {
        const index = observations.add({attributes: [1], purpose: "verify", score: i < violations ? 90 : 10});
        investigation.observe("verify", [1], index, true);
      }
      return nextTests().filter(({purpose}) => purpose === "verify").length;
    };
    expect(wanted(11, 20)).toBe(24);
    expect(wanted(7, 10)).toBe(7); // 12 of 17
    expect(wanted(5, 12)).toBe(6);
    expect(wanted(9, 10)).toBe(0);
  });

  const concluded = (replicates: number, violations: number) => {
    const observations = new Observations(9, 70);
    const add = (score: number, purpose: "explore" | "replicate") =>
      observations.add({attributes: [1, 2, 3, 4, 5], score, purpose});
    const investigation = new Investigation(0, add(90, "explore"), [1, 2, 3, 4, 5]);
    for (let i = 0; i < replicates; i++) add(i < violations ? 90 : 10, "replicate");
    investigation.conclude({...evidenceOf(observations), roundsLeft: 1, planned: 100});
    return investigation.found;
  };

  it("concludes with the whole set where that is proven, and with nothing where it is not", () => {
    const found = {
      core: [1, 2, 3, 4, 5],
      sample: [1, 2, 3, 4, 5],
      isMinimal: false,
      isProvenByFlags: true,
      tooFew: null
    };
    expect(concluded(5, 5)).toEqual({...found, ablations: []});
    expect(concluded(3, 3)).toBeNull();
    expect(concluded(6, 4)).toBeNull();
  });
});
