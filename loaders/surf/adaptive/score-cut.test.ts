import {describe, expect, it} from "vitest";
import {createRandom, normal} from "../../util/random.js";
import {scoreCut} from "./score-cut.js";

/** Scores of a judge: shares of the answers, each with the mean and spread of their scores. */
function scores(...groups: {share: number; mean: number; spread: number}[]): number[] {
  const random = createRandom(3);
  return groups.flatMap(({share, mean, spread}) =>
    Array.from({length: 5000 * share}, () => Math.max(0, Math.min(100, Math.round(mean + spread * normal(random)))))
  );
}

describe("scoreCut(scores, threshold)", () => {
  it("goes down where a harsh judge puts violations under the threshold, at most 20 points", () => {
    const cut = scoreCut(scores({share: 0.06, mean: 77, spread: 12}, {share: 0.94, mean: 5, spread: 10}), 70);
    expect(cut).toBeLessThan(70);
    expect(cut).toBeGreaterThanOrEqual(50);
  });

  it("stays where moderate cases lie under the threshold", () => {
    const moderate = {share: 0.06, mean: 60, spread: 5};
    expect(scoreCut(scores({share: 0.04, mean: 86, spread: 7}, moderate, {share: 0.9, mean: 8, spread: 8}), 70)).toBe(
      70
    );
  });

  it("stays where nothing lies there, and while there are few flags", () => {
    expect(scoreCut(scores({share: 0.05, mean: 90, spread: 4}, {share: 0.95, mean: 10, spread: 5}), 70)).toBe(70);
    expect(scoreCut([75, 72, 68, 66, 71], 70)).toBe(70);
  });
});
