import {expect, it} from "vitest";
import {CoreTrial} from "./core-trial.js";
import {Evidence} from "./evidence.js";

/** A core of three that holds, and without its first attribute five of eight candidates fail. */
function trialOfThree() {
  const evidence = new Evidence(9, 70);
  const trial = new CoreTrial([1, 2, 3], evidence);
  const take = (into: CoreTrial, purpose: "verify" | "ablate", attributes: number[], n: number, violations: number) =>
    Array.from({length: n}, (_, i) => {
      const index = evidence.add({attributes, purpose, score: i < violations ? 90 : 10});
      into.take(purpose, attributes, index);
      return index;
    });
  take(trial, "verify", [1, 2, 3], 5, 5);
  const without = take(trial, "ablate", [2, 3], 8, 5);
  return {trial, take, without};
}

it("leaves out what seems not to be needed, and what suggested it does not speak for the smaller core", () => {
  const {trial, without} = trialOfThree();
  const smaller = trial.smaller!;
  expect(smaller.core).toEqual([2, 3]);
  expect(smaller.fresh).toEqual([]);
  expect(smaller.suggestedBy).toEqual(without);
});

it("goes back to the larger core where the smaller one fails, and does not leave that attribute out again", () => {
  const {trial, take} = trialOfThree();
  const smaller = trial.smaller!;
  take(smaller, "verify", [2, 3], 6, 1);
  expect(smaller.backToLarger()).toBe(trial);
  expect(trial.smaller).toBeNull();
  expect(trial.isMeasured).toBe(true);
  expect(trial.backToLarger()).toBeNull();
});
