import {expect, it} from "vitest";
import {Pace} from "./pace.js";

it("measures growth over the last half minute, whatever came before", () => {
  let now = 0;
  const pace = new Pace(() => now);
  expect(pace.note(0)).toBe(0);
  now = 10_000;
  expect(pace.note(100)).toBe(10);
  for (now = 12_000; now <= 60_000; now += 2000) pace.note(100 + now / 1000);
  now = 62_000;
  expect(pace.note(162)).toBeCloseTo(1);
});
