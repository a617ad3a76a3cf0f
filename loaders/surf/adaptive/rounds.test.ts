import {expect, test} from "vitest";
import {candidatesLeft, roundSizes, countRounds} from "./rounds.js";

test("divides the last three iterations into three rounds, the very last a small one", () => {
  expect(roundSizes(114, 17, 20)).toEqual([114]);
  expect(roundSizes(114, 18, 20)).toEqual([38, 38, 38]);
  expect(roundSizes(10, 20, 20)).toEqual([5, 3, 2]);
  expect(roundSizes(1, 1, 1)).toEqual([1, 0, 0]);
});

test.each([1, 2, 3, 20])("counts the rounds and candidates of %i iterations", (iterations) => {
  const rounds = Array.from({length: iterations}, (_, i) => roundSizes(30, i + 1, iterations)).flat();
  expect(countRounds(iterations)).toBe(rounds.length);
  for (const [i, size] of rounds.entries())
    expect(candidatesLeft(rounds.length - i, size)).toBe(rounds.slice(i).reduce((sum, each) => sum + each, 0));
});
