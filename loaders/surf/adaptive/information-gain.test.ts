import {describe, expect, it} from "vitest";
import {createRandom} from "../../util/random.js";
import {binaryEntropy, mostInformativeTests} from "./information-gain.js";

describe("mostInformativeTests(predictions, count, random)", () => {
  // hypotheses: the core is attribute 0, or attribute 1, equally likely; subsets by mask: none, {0}, {1}, both
  const predictions = {
    weights: Float64Array.from([0.5, 0.5]),
    probabilities: Float64Array.from([0, 0.9, 0.1, 0.9, 0, 0.1, 0.9, 0.9]),
    subsets: 4
  };

  it("tests what tells the hypotheses apart, not what all of them predict", () => {
    for (const mask of mostInformativeTests(predictions, 4, createRandom(1))) expect([1, 2]).toContain(mask);
  });

  it("leaves the posterior as it was", () => {
    mostInformativeTests(predictions, 2, createRandom(1));
    expect([...predictions.weights]).toEqual([0.5, 0.5]);
  });
});

describe("binaryEntropy(p)", () => {
  it("is highest at one half, and nothing where the outcome is certain", () => {
    expect(binaryEntropy(0.5)).toBeCloseTo(Math.log(2));
    expect(binaryEntropy(0.1)).toBeCloseTo(binaryEntropy(0.9));
    expect([binaryEntropy(0), binaryEntropy(1)]).toEqual([0, 0]);
  });
});
