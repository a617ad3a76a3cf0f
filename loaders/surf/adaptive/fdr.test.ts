import {describe, expect, it} from "vitest";
import {createRandom} from "../../util/random.js";
import {discoveries, neededEvidence, shareOfTrial} from "./fdr.js";
import {mixtureRatio, ratesAbove} from "./mixture.js";

const weigh = ({place, evidence}: {place: number; evidence: number}): number => shareOfTrial(place) * evidence;

describe("discoveries", () => {
  it("share an error budget of one over any number of trials", () => {
    const sum = Array.from({length: 100_000}, (_, i) => shareOfTrial(i + 1)).reduce((a, b) => a + b, 0);
    expect(sum).toBeLessThanOrEqual(1);
    expect(sum).toBeGreaterThan(0.999);
  });

  it("take less evidence the more there are", () => {
    const trials = [1, 2, 3].map((place) => ({place, evidence: neededEvidence(3, 2)}));
    expect(discoveries(trials, weigh).size).toBe(3);
    expect(discoveries([trials[2]!], weigh).size).toBe(0);
  });

  it("are false in at most 5%, stopped at the best moment for a false one", () => {
    const random = createRandom(3);
    let [shares, searches] = [0, 0];
    for (let search = 0; search < 100; search++) {
      const trials = Array.from({length: 30}, (_, i) => {
        const isNull = i % 3 > 0;
        let [evidence, violations] = [0, 0];
        for (let n = 1; n <= 80; n++) {
          if (random() < (isNull ? 0.16 : 0.5)) violations++;
          const now = mixtureRatio(n, violations, 0.16, ratesAbove(0.16));
          evidence = isNull ? Math.max(evidence, now) : now;
        }
        return {place: i + 1, evidence, isNull};
      });
      const found = [...discoveries(trials, weigh)];
      shares += found.filter(({isNull}) => isNull).length / Math.max(1, found.length);
      searches++;
    }
    expect(shares / searches).toBeLessThanOrEqual(0.05);
  });
});
