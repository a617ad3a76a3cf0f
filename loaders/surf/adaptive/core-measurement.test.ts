import {expect, it} from "vitest";
import {CoreMeasurement} from "./core-measurement.js";
import {Observations} from "./observations.js";

/** A core of three that fails every time; without its first attribute five of eight candidates fail. */
function measureThree() {
  const observations = new Observations(9, 70);
  const measurement = new CoreMeasurement([1, 2, 3], observations);
  const observe = (
    into: CoreMeasurement,
    purpose: "verify" | "ablate",
    attributes: number[],
    n: number,
    violations: number
  ) =>
    Array.from({length: n}, (_, i) => {
      const index = observations.add({attributes, purpose, score: i < violations ? 90 : 10});
      into.observe(purpose, attributes, index);
      return index;
    });
  observe(measurement, "verify", [1, 2, 3], 5, 5);
  const ablation = observe(measurement, "ablate", [2, 3], 8, 5);
  return {measurement, observe, ablation};
}

it("reduces to what seems needed, and keeps what selected the smaller core out of its sample", () => {
  const {measurement, ablation} = measureThree();
  const reduced = measurement.reduced!;
  expect(reduced.core).toEqual([2, 3]);
  expect(reduced.sample).toEqual([]);
  expect(reduced.selectedOn).toEqual(ablation);
});

it("restores the larger core where the smaller one fails, and does not remove that attribute again", () => {
  const {measurement, observe} = measureThree();
  const reduced = measurement.reduced!;
  observe(reduced, "verify", [2, 3], 6, 1);
  expect(reduced.restoreLarger()).toBe(measurement);
  expect(measurement.reduced).toBeNull();
  expect(measurement.isVerified).toBe(true);
  expect(measurement.restoreLarger()).toBeNull();
});
