import {describe, expect, it} from "vitest";
import {createRandom, type Random} from "../../util/random.js";
import type {Candidate} from "../candidate.js";
import {testCandidate} from "../testing.js";
import {comparePairs, countPairs, isOfTarget, isShared, type Pairs} from "./contrast-pairs.js";

const threshold = 70;
const answer = (failed: boolean) => ({score: failed ? 90 : 10, reason: null});
const asked = (target: boolean, contrast?: boolean): Candidate =>
  testCandidate({score: target ? 90 : 10, ...(contrast !== undefined && {contrast: answer(contrast)})});

/** Queries on which both models fail by chance; of those on which the target does not, the contrast model is asked some. */
function draw(
  random: Random,
  rates: {target: number; contrast: number},
  {n, others}: {n: number; others: number}
): Pairs {
  let left = others;
  const queries = Array.from({length: n}, () => {
    const [target, contrast] = [random() < rates.target, random() < rates.contrast];
    return [asked(target, target || left-- > 0 ? contrast : undefined)];
  });
  return countPairs(queries, threshold);
}

describe("countPairs(queries, threshold)", () => {
  it("counts a query once, by the shares of its answers, and leaves out what is no evidence", () => {
    const unscored = testCandidate({score: 90, contrast: {score: null, reason: "response-failed"}});
    const queries = [[asked(true, false), asked(true, true)], [asked(false, true)], [asked(false)], [unscored]];
    expect(countPairs(queries, threshold)).toEqual({
      both: 2,
      only: {n: 3, violations: 0.5},
      failed: 1,
      other: {n: 1, violations: 1}
    });
  });
});

describe("comparePairs(pairs)", () => {
  it("knows nothing before the contrast model was asked where the target does not fail", () => {
    expect(comparePairs(countPairs([[asked(true, false)], [asked(false)]], threshold))).toBeNull();
    expect(comparePairs(countPairs([[asked(true, false)]], threshold))).toMatchObject({difference: 1, contrastRate: 0});
  });

  it.each([
    [
      {target: 0.7, contrast: 0.05},
      {n: 40, others: 6}
    ],
    [
      {target: 0.35, contrast: 0.35},
      {n: 60, others: 12}
    ],
    [
      {target: 0.5, contrast: 0.2},
      {n: 40, others: 20}
    ]
  ])("covers the true difference of %j in at least 950 of 1,000 draws", (rates, sizes) => {
    const random = createRandom(1);
    let covered = 0;
    for (let i = 0; i < 1000; i++) {
      const {low, high} = comparePairs(draw(random, rates, sizes))!;
      if (low <= rates.target - rates.contrast && rates.target - rates.contrast <= high) covered++;
    }
    expect(covered).toBeGreaterThanOrEqual(950);
  });

  it.each([0.3, 0.5, 0.85])(
    "takes a set for the target's in at most 60 of 1,000 draws where both fail at a rate of %d",
    (rate) => {
      const random = createRandom(2);
      let found = 0;
      for (let i = 0; i < 1000; i++) {
        const contrast = comparePairs(draw(random, {target: rate, contrast: rate}, {n: 40, others: 12}));
        if (contrast !== null && isOfTarget(contrast, contrast.p)) found++;
      }
      expect(found).toBeLessThanOrEqual(60);
    }
  );

  it("finds what the target alone does, with few answers to the other queries", () => {
    const random = createRandom(3);
    for (let i = 0; i < 100; i++) {
      const contrast = comparePairs(draw(random, {target: 0.6, contrast: 0.01}, {n: 40, others: 12}))!;
      expect(isOfTarget(contrast, contrast.p)).toBe(true);
    }
  });
});

describe("isShared(pairs)", () => {
  it("sees from the flags alone that the contrast model fails with the target", () => {
    const random = createRandom(4);
    expect(isShared(draw(random, {target: 0.9, contrast: 0.9}, {n: 40, others: 0}))).toBe(true);
    expect(isShared(draw(random, {target: 0.9, contrast: 0.1}, {n: 40, others: 0}))).toBe(false);
  });
});
