import {expect, test} from "vitest";
import {countRounds, roundSizes} from "./rounds.js";

const small = {iterations: 20, planned: 12_000};

test("divides every iteration into three rounds, the very last a small one", () => {
  expect(roundSizes(114, 1, small)).toEqual([38, 38, 38]);
  expect(roundSizes(10, 20, small)).toEqual([5, 3, 2]);
  expect(roundSizes(1, 1, {iterations: 1, planned: 1})).toEqual([1, 0, 0]);
});

test("asks the first 5,000 candidates in rounds of about 200, however large iterations are", () => {
  const large = {iterations: 20, planned: 36_000}; // 15 runs of 120 an iteration
  expect(roundSizes(114, 1, large)).toEqual([13, 12, 13, 13, 12, 13, 13, 12, 13]);
  expect(roundSizes(114, 3, large)).toHaveLength(9); // candidates 3,600 to 5,400
  expect(roundSizes(114, 4, large)).toEqual([38, 38, 38]);
  expect(roundSizes(10, 20, large)).toEqual([5, 3, 2]);
});

test.each([
  [1, 30],
  [2, 30],
  [3, 9000],
  [20, 36_000]
])("counts the rounds of %i iterations, %i candidates", (iterations, planned) => {
  const schedule = {iterations, planned};
  const rounds = Array.from({length: iterations}, (_, i) => roundSizes(30, i + 1, schedule)).flat();
  expect(countRounds(schedule)).toBe(rounds.length);
});
