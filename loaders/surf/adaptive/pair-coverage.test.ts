import {expect, test} from "vitest";
import {createRandom, integerBelow} from "../../util/random.js";
import {PairCoverage} from "./pair-coverage.js";

test("counts as a map does, whatever the order of a pair and however many there are", () => {
  const random = createRandom(1);
  const coverage = new PairCoverage();
  const expected = new Map<string, number>();
  const keyOf = (a: number, b: number) => `${Math.min(a, b)}/${Math.max(a, b)}`;
  for (let i = 0; i < 40_000; i++) {
    const [a, b] = [integerBelow(random, 25_000), integerBelow(random, i % 2 === 0 ? 25_000 : 20)];
    const before = expected.get(keyOf(a, b)) ?? 0;
    if (coverage.add(a, b) !== before) expect.fail(`pair ${keyOf(a, b)}`);
    expected.set(keyOf(a, b), before + 1);
  }
  expect(expected.size).toBeGreaterThan(25_000);
  for (const [key, count] of expected) {
    const [a, b] = key.split("/").map(Number) as [number, number];
    if (coverage.of(b, a) !== count) expect.fail(`pair ${key}`);
  }
  expect(coverage.of(24_999, 25_001)).toBe(0);
});

test("stops counting before a counter overflows", () => {
  const coverage = new PairCoverage();
  for (let i = 0; i < 70_000; i++) coverage.add(0, 1);
  expect(coverage.of(1, 0)).toBe(65_535);
});
