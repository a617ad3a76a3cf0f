import {expect, it} from "vitest";
import {createRandom, integerBelow} from "../../util/random.js";
import {TripleTries} from "./triple-tries.js";

it("counts three attributes in whatever order, and seldom takes others for them", () => {
  const tries = new TripleTries();
  const random = createRandom(1);
  const draw = () => Array.from({length: 3}, () => integerBelow(random, 25_000)) as [number, number, number];
  const asked = Array.from({length: 50_000}, draw);
  for (const three of asked) tries.add(...three);
  for (const [a, b, c] of asked.slice(0, 100)) {
    expect(tries.of(a, b, c)).toBeGreaterThanOrEqual(1);
    expect(tries.of(c, a, b)).toBe(tries.of(a, b, c));
    expect(tries.of(b, a, c)).toBe(tries.of(a, b, c));
  }
  const others = Array.from({length: 10_000}, draw);
  expect(others.filter((three) => tries.of(...three) > 0).length).toBeLessThan(300); // 1.2% by chance
});

it("counts up to 255", () => {
  const tries = new TripleTries();
  for (let i = 0; i < 300; i++) tries.add(1, 2, 3);
  expect(tries.of(3, 2, 1)).toBe(255);
});
