import {integerBelow, type Random} from "../util/random.js";
import type {Weights} from "./weights.js";

/** Max attributes of a candidate (paper section 3.1). */
export const maxAttributes = 5;

/** Number of successes in n trials of probability p. */
export function binomial(random: Random, n: number, p: number): number {
  let successes = 0;
  for (let i = 0; i < n; i++) if (random() < p) successes++;
  return successes;
}

/** Draws up to k attributes without replacement, each in proportion to the remaining weights (P(a) of Eq. 1). */
export function drawWeighted(random: Random, weights: Weights, k: number): string[] {
  const left = [...weights].filter(([, weight]) => weight > 0);
  const drawn: string[] = [];
  while (drawn.length < k && left.length > 0) {
    let point = random() * left.reduce((sum, [, weight]) => sum + weight, 0);
    let i = 0;
    while (i < left.length - 1 && (point -= left[i]![1]) >= 0) i++;
    drawn.push(left.splice(i, 1)[0]![0]);
  }
  return drawn;
}

/** Draws k different integers from 0 to count - 1, or all of them if count < k, in random order. */
export function drawDistinct(random: Random, count: number, k: number): number[] {
  const drawn = new Set<number>();
  if (k * 3 > count) {
    const all = Array.from({length: count}, (_, i) => i);
    while (drawn.size < k && all.length > 0) drawn.add(all.splice(integerBelow(random, all.length), 1)[0]!);
  } else {
    while (drawn.size < k) drawn.add(integerBelow(random, count));
  }
  return [...drawn];
}
