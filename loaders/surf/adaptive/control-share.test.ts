import {expect, it} from "vitest";
import {controlShare} from "./control-share.js";

it("comes to the share of the whole, whatever the parts", () => {
  const take = controlShare(0.05);
  const small = Array.from({length: 100}, () => take(10));
  expect(small.slice(0, 4)).toEqual([0, 1, 0, 1]);
  expect(small.reduce((sum, each) => sum + each, 0)).toBe(50);
  expect(Array.from({length: 5}, () => take(120))).toEqual([6, 6, 6, 6, 6]);
  expect(controlShare(0.1)(3)).toBe(0);
  expect(controlShare(0)(500)).toBe(0);
});
