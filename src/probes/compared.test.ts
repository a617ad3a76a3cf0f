import {expect, it} from "vitest";
import {detectableOf, differenceOf, sideOf} from "./compared.js";

it("writes shares in percent and points", () => {
  const row = {share: true, difference: -0.123, low: -0.2, high: 0.05, detectable: 0.3};
  expect(sideOf(row, 0.25)).toBe("25%");
  expect(differenceOf(row)).toBe("−12.3 pts (−20.0 pts to +5.0 pts)");
  expect(detectableOf(row)).toBe("30.0 pts");
});

it("writes means as they are, also below one", () => {
  const row = {share: false, difference: 0.66, low: -1.9, high: 36.67, detectable: 3.78};
  expect(sideOf(row, 44)).toBe("44.0");
  expect(differenceOf(row)).toBe("+0.66 (−1.90 to +36.7)");
  expect(detectableOf(row)).toBe("3.78");
});

it("draws a dash where there is no value", () => {
  const row = {share: true, difference: null, low: null, high: null, detectable: null};
  expect(differenceOf(row)).toBe("– (– to –)");
  expect(detectableOf({...row, share: false})).toBe("–");
});
