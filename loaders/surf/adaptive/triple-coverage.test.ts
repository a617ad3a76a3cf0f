import {expect, it} from "vitest";
import {createRandom, integerBelow} from "../../util/random.js";
import {TripleCoverage} from "./triple-coverage.js";

it("counts a triple in any order, and seldom takes another for it", () => {
  const coverage = new TripleCoverage();
  const random = createRandom(1);
  const draw = () => Array.from({length: 3}, () => integerBelow(random, 25_000)) as [number, number, number];
  const asked = Array.from({length: 50_000}, draw);
  for (const triple of asked) coverage.add(...triple);
  for (const [a, b, c] of asked.slice(0, 100)) {
    expect(coverage.of(a, b, c)).toBeGreaterThanOrEqual(1);
    expect(coverage.of(c, a, b)).toBe(coverage.of(a, b, c));
    expect(coverage.of(b, a, c)).toBe(coverage.of(a, b, c));
  }
  const others = Array.from({length: 10_000}, draw);
  expect(others.filter((triple) => coverage.of(...triple) > 0).length).toBeLessThan(300); // 1.2% by chance
});

it("counts up to 255", () => {
  const coverage = new TripleCoverage();
  for (let i = 0; i < 300; i++) coverage.add(1, 2, 3);
  expect(coverage.of(3, 2, 1)).toBe(255);
});
