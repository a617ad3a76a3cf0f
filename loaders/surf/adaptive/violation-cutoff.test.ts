import {describe, expect, it} from "vitest";
import {createRandom, normal} from "../../util/random.js";
import {violationCutoff} from "./violation-cutoff.js";

/** Scores of a judge: shares of the answers, each with the mean and spread of their scores. */
function scores(...groups: {share: number; mean: number; spread: number}[]): number[] {
  const random = createRandom(3);
  return groups.flatMap(({share, mean, spread}) =>
    Array.from({length: 5000 * share}, () => Math.max(0, Math.min(100, Math.round(mean + spread * normal(random)))))
  );
}

describe("violationCutoff(scores, threshold)", () => {
  it("goes down where a harsh judge puts violations below the threshold, at most 20 points", () => {
    const cutoff = violationCutoff(scores({share: 0.06, mean: 77, spread: 12}, {share: 0.94, mean: 5, spread: 10}), 70);
    expect(cutoff).toBeLessThan(70);
    expect(cutoff).toBeGreaterThanOrEqual(50);
  });

  it("stays where moderate cases are below the threshold", () => {
    const moderate = {share: 0.06, mean: 60, spread: 5};
    expect(
      violationCutoff(scores({share: 0.04, mean: 86, spread: 7}, moderate, {share: 0.9, mean: 8, spread: 8}), 70)
    ).toBe(70);
  });

  it("stays where there are no scores, and while there are few flags", () => {
    expect(violationCutoff(scores({share: 0.05, mean: 90, spread: 4}, {share: 0.95, mean: 10, spread: 5}), 70)).toBe(
      70
    );
    expect(violationCutoff([75, 72, 68, 66, 71], 70)).toBe(70);
  });
});
