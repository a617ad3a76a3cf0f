import {describe, expect, it} from "vitest";
import {meanScore, pValue, times} from "./format.js";

describe("times(ratio)", () => {
  it.each([
    [12.6, "13\u00d7"],
    [9.96, "10\u00d7"],
    [3.44, "3.4\u00d7"],
    [0.625, "0.63\u00d7"],
    [0, "0.00\u00d7"],
    [null, "\u2013"]
  ])("%s", (ratio, expected) => expect(times(ratio)).toBe(expected));
});

describe("pValue(value)", () => {
  it.each([
    [1, "1.00"],
    [0.0421, "0.042"],
    [0.001, "0.0010"],
    [3e-7, "<1e-6"],
    [1e-6, "<1e-5"],
    [0, "<1e-300"],
    [null, "\u2013"]
  ])("%s", (value, expected) => expect(pValue(value)).toBe(expected));
});

describe("meanScore(value)", () => {
  it.each([
    [54, "54.0"],
    [67.94, "67.9"],
    [0, "0.0"],
    [null, "\u2013"]
  ])("%s", (value, expected) => expect(meanScore(value)).toBe(expected));
});
