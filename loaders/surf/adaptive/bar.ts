import {barTolerance, minLift} from "./constants.js";

/** The rate that a region is tested against: the bar less a fifth, and clearly above the base rate. */
export const testedRate = (bar: number, baseRate: number): number =>
  Math.min(0.9, Math.max(bar * (1 - barTolerance), baseRate + minLift * bar));

/** Rates that regions have, from the bar up. */
export const regionRates = (bar: number): number[] => [0, 0.2, 0.45, 0.8].map((step) => bar + (1 - bar) * step);
