import {expect, test} from "vitest";
import {countRounds, roundSizes} from "./rounds.js";

test("divides every iteration into three rounds, the very last a small one", () => {
  expect(roundSizes(114, 1, 20)).toEqual([38, 38, 38]);
  expect(roundSizes(10, 20, 20)).toEqual([5, 3, 2]);
  expect(roundSizes(1, 1, 1)).toEqual([1, 0, 0]);
});

test.each([1, 2, 3, 20])("counts the rounds of %i iterations", (iterations) => {
  const rounds = Array.from({length: iterations}, (_, i) => roundSizes(30, i + 1, iterations)).flat();
  expect(countRounds(iterations)).toBe(rounds.length);
});
